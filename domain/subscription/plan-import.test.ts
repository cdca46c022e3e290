import { expect, test } from 'vitest';
import { countImport, planImport, type ReadRow } from './plan-import.ts';

const row = (line: number, key: string | null, fault = 'must be one e-mail address'): ReadRow => ({
  row: line,
  channel: 'email',
  address: key ?? 'nonsense',
  components: '',
  ...(key === null ? { key, fault } : { key, fault: null }),
});

test('a row is new, subscribed, unsubscribed or invalid, and a repeated address is added once', () => {
  const known = { subscribed: new Set(['old@a.example']), left: new Map([['left@a.example', 'unsubscribed']]) };
  const lines = planImport(
    [row(2, 'new@a.example'), row(3, 'old@a.example'), row(4, null), row(5, 'left@a.example'), row(6, 'new@a.example')],
    known,
  );
  expect(lines.map(({ row: line, result, detail }) => [line, result, detail])).toEqual([
    [2, 'new', null],
    [3, 'subscribed', null],
    [4, 'invalid', 'must be one e-mail address'],
    [5, 'unsubscribed', 'unsubscribed'],
    [6, 'subscribed', null],
  ]);
  expect(countImport(lines)).toEqual({ new: 1, subscribed: 2, unsubscribed: 1, invalid: 1 });
  expect(countImport([])).toEqual({ new: 0, subscribed: 0, unsubscribed: 0, invalid: 0 });
});
