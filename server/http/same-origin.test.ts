import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const named = { 'x-forwarded-host': 'status.example', 'x-forwarded-proto': 'https', host: '127.0.0.1:3000' };
const unnamed = { host: '127.0.0.1:3000' };

test.each([
  [{ ...named, origin: 'https://status.example', 'sec-fetch-site': 'same-origin' }, true],
  [{ ...named, origin: 'https://status.example' }, true],
  [{ ...named, origin: 'http://status.example' }, false],
  [{ ...named, origin: 'https://status.example.evil.example' }, false],
  [{ ...named, origin: 'http://127.0.0.1:3000' }, false],
  [{ ...named, origin: 'null' }, false],
  [{ ...named, origin: 'https://status.example', 'sec-fetch-site': 'cross-site' }, false],
  [{ ...named, 'sec-fetch-site': 'same-site' }, false],
  [{ ...named, 'sec-fetch-site': 'same-origin' }, true],
  [{ ...named, 'sec-fetch-site': 'none' }, true],
  [named, false],
  [{ ...unnamed, origin: 'http://127.0.0.1:3000' }, true],
  [{ ...unnamed, origin: 'http://127.0.0.1:3001' }, false],
])('%j: %s', (headers, isSame) => expect(isSameOrigin(new Headers(headers as Record<string, string>))).toBe(isSame));
