import { expect, test } from 'vitest';
import { systemRandom } from '#server/random';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

test('there are ten different recovery codes, in groups that can be typed, and only their hashes are stored', () => {
  const { texts, hashes } = newRecoveryCodes(systemRandom);
  expect([texts.length, new Set(texts).size, new Set(hashes).size]).toEqual([10, 10, 10]);
  for (const text of texts) expect(text).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  expect(hashes).toEqual(texts.map(hashOfRecoveryCode));
});

test.each(['ABCD-EFGH-2345-6723', 'abcdefgh23456723', ' abcd efgh 2345 6723 ', 'abcd_efgh.2345–6723'])(
  'the recovery code typed as %j is the same',
  (typed) => {
    expect(hashOfRecoveryCode(typed)).toBe(hashOfRecoveryCode('abcd-efgh-2345-6723'));
  },
);

test('another recovery code has another hash', () => {
  expect(hashOfRecoveryCode('abcd-efgh-2345-6722')).not.toBe(hashOfRecoveryCode('abcd-efgh-2345-6723'));
});
