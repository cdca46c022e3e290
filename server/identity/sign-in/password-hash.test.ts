import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password-hash.ts';

const PASSWORD = 'correct horse battery';

test('a password is stored at the cost of today, salted, and known again', async () => {
  const [one, other] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
  expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect([await isPassword(one, PASSWORD), await isPassword(one, 'another')]).toEqual([true, false]);
});

test('one that was stored at another cost is known too, within what can be', async () => {
  const cheap = await hashPassword(PASSWORD, 10);
  expect([await isPassword(cheap, PASSWORD), await isPassword(cheap, 'another')]).toEqual([true, false]);
  for (const cost of ['09', '18', '99', '7'])
    expect(await isPassword(cheap.replace('ln=10', `ln=${cost}`), PASSWORD)).toBe(false);
});
