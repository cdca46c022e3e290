import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { hashPassword, isPassword, type Lane } from './password-hash.ts';

const gzip = promisify(zlib.gzip);

const PASSWORD = 'correct horse battery';

test('a password is stored with a salt and its cost, and recognised', async () => {
  const [one, other] = [await hashPassword(PASSWORD, 17), await hashPassword(PASSWORD, 17)];
  expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect([await isPassword(one, PASSWORD, 'known'), await isPassword(one, 'another', 'anonymous')]).toEqual([
    true,
    false,
  ]);
});

test('a hash of another cost is recognised within the allowed range', async () => {
  const cheap = await hashPassword(PASSWORD, 10);
  expect([await isPassword(cheap, PASSWORD, 'known'), await isPassword(cheap, 'another', 'known')]).toEqual([
    true,
    false,
  ]);
  for (const cost of ['09', '18', '99', '7'])
    expect(await isPassword(cheap.replace('ln=10', `ln=${cost}`), PASSWORD, 'known')).toBe(false);
});

test('an address without an account costs as much work as a wrong password', async () => {
  const stored = await hashPassword(PASSWORD, 17);
  const workOf = async (hash: string | null) => {
    const before = process.cpuUsage();
    expect(await isPassword(hash, 'another', 'known')).toBe(false);
    return process.cpuUsage(before).user;
  };
  const ratio = (await workOf(null)) / (await workOf(stored));
  expect(ratio).toBeGreaterThan(0.2); // without hashing it is a thousandth
});

test('other work of the thread pool, such as compressing pages, does not wait for hashing', async () => {
  const stored = await hashPassword(PASSWORD, 16);
  const lanes: Lane[] = ['anonymous', 'anonymous', 'known', 'known', 'known'];
  const hashing = lanes.map((lane) => isPassword(stored, 'another', lane));
  const first = await Promise.race([
    ...hashing.map(async (one) => (await one) || 'hash'),
    gzip('a page').then(() => 'page'),
  ]);
  await Promise.all(hashing);
  expect(first).toBe('page');
});

test('80 anonymous attempts at once are limited, and a known browser does not wait for them', async () => {
  const stored = await hashPassword(PASSWORD, 14);
  let finished = 0;
  const attempts = Array.from({ length: 80 }, () =>
    isPassword(stored, 'another', 'anonymous').then(() => {
      finished++;
    }),
  );
  const outcomes = Promise.allSettled(attempts);
  expect(await isPassword(stored, PASSWORD, 'known')).toBe(true);
  expect(finished).toBeLessThan(10); // in one queue it would be the last
  const refused = (await outcomes).filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(80 - 21); // one at work, and 20 waiting
  expect(refused[0]?.reason).toMatchObject({
    code: 'too_many_attempts',
    message: 'Too many sign-in attempts. Try again in a minute.',
  });
});
