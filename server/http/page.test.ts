import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { AppError } from '#server/errors';
import { sqlError } from '#server/test/faults';
import { page } from './page.ts';
import { FAILURE_HEADER, withExchange } from './request-context.ts';

test.each([
  ['a bug', new TypeError('incident is undefined'), 'internal'],
  ['the database', sqlError('57P01'), 'database_unavailable'],
  ['a full queue', new AppError('overloaded', 'Too many searches wait.'), 'overloaded'],
])('a page that fails because of %s reports the code in a header', async (_, error, code) => {
  const headers = new Map<string, unknown>();
  const response = {
    req: { method: 'GET' },
    setHeader: (name: string, value: unknown) => headers.set(name, value),
  } as unknown as ServerResponse;
  const failing = page('public', () => {
    throw error;
  });
  await new Promise<void>((resolve) =>
    withExchange(
      { requestId: 'request-1', response, clock: systemClock },
      () => void failing({}).then(undefined, () => resolve()),
    ),
  );
  expect(headers.get(FAILURE_HEADER)).toBe(code);
});
