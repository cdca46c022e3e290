import { expect, test } from 'vitest';
import { systemRandom } from '#server/random';
import { isSameHash, newToken, parseToken } from './token.ts';

test('a token is read back into its prefix and the hash of its secret', () => {
  const { text, prefix, hash } = newToken(systemRandom);
  expect(text).toMatch(/^cnd_[0-9a-f]{10}_[\w-]{43}$/);
  expect(parseToken(text)).toEqual({ prefix, hash });
  expect([hash.length, text.includes(hash.toString('hex'))]).toEqual([32, false]);
});

test('no two tokens have the same prefix or hash', () => {
  const [one, other] = [newToken(systemRandom), newToken(systemRandom)];
  expect(one.prefix).not.toBe(other.prefix);
  expect(isSameHash(one.hash, other.hash)).toBe(false);
});

const SECRET = 'A'.repeat(43);
test.each([
  '',
  `cnd_0123456789_${SECRET}x`,
  `cnd_0123456789_${SECRET.slice(1)}`,
  `cnd_012345678_${SECRET}`,
  `cnd_012345678G_${SECRET}`,
  `CND_0123456789_${SECRET}`,
  ` cnd_0123456789_${SECRET}`,
  `cnd_0123456789_${SECRET}\n`,
  `cnd_0123456789_${'A'.repeat(42)}+`,
])('%j is no token', (text) => {
  expect(parseToken(text)).toBeNull();
});

test('hashes of different lengths differ', () => {
  const hash = Buffer.alloc(32, 1);
  expect([
    isSameHash(hash, Buffer.from(hash)),
    isSameHash(hash, hash.subarray(1)),
    isSameHash(hash, Buffer.alloc(32)),
  ]).toEqual([true, false, false]);
});
