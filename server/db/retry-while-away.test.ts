import { describe, expect, test } from 'vitest';
import { createLog } from '#server/log';
import { sqlError } from '#server/test/faults';
import { retryWhileAway } from './retry-while-away.ts';

const log = createLog('silent');

/** Returns a read that fails with each of the errors in turn and then returns "read", and a function that counts its calls. */
function reads(...errors: Error[]) {
  let calls = 0;
  const read = async () => {
    const error = errors[calls++];
    if (error) throw error;
    return 'read';
  };
  return { read, calls: () => calls };
}

describe('a read at the start', () => {
  test('is repeated while the database is unavailable or too busy', async () => {
    const { read, calls } = reads(
      sqlError('57P03'),
      sqlError('ECONNREFUSED'),
      new Error('timeout exceeded when trying to connect'),
    );
    expect(await retryWhileAway(read, log, 0)).toBe('read');
    expect(calls()).toBe(4);
  });

  test('is given up after the tenth try, with the last error', async () => {
    const errors = Array.from({ length: 12 }, (_, i) => sqlError('57P03', `try ${i + 1}`));
    const { read, calls } = reads(...errors);
    await expect(retryWhileAway(read, log, 0)).rejects.toThrow('try 10');
    expect(calls()).toBe(10);
    expect(await retryWhileAway(reads(...errors.slice(0, 9)).read, log, 0)).toBe('read');
  });

  test('is not repeated after any other error', async () => {
    const { read, calls } = reads(sqlError('42601', 'syntax error'));
    await expect(retryWhileAway(read, log, 0)).rejects.toThrow('syntax error');
    expect(calls()).toBe(1);
  });
});
