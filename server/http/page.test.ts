import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { page } from './page.ts';
import { type Exchange, withExchange } from './request-context.ts';

test('a page that fails records its error for the answer', async () => {
  const error = new TypeError('incident is undefined');
  const exchange: Exchange = { requestId: 'request-1', response: { req: { method: 'GET' } } as ServerResponse };
  const failing = page('public', () => {
    throw error;
  });
  await new Promise<void>((resolve) => withExchange(exchange, () => void failing({}).then(undefined, () => resolve())));
  expect(exchange.failure).toBe(error);
});
