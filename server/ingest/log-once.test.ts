import { expect, test } from 'vitest';
import type { Log } from '#server/log';
import { logOnce } from './log-once.ts';

test('logs each warning once, and truncates long texts', () => {
  const lines: object[] = [];
  const log = { warn: (fields: object) => lines.push(fields) } as unknown as Log;
  const warn = logOnce();
  for (const tail of ['a', 'b']) warn(log, { severity: `${'x'.repeat(2_000_000)}${tail}`, source: null }, 'odd');
  warn(log, { severity: `${'x'.repeat(119)}\u{1f600}` }, 'odd'); // is not cut in two
  expect(lines).toEqual([{ severity: `${'x'.repeat(120)}…`, source: null }, { severity: `${'x'.repeat(119)}\ufffd…` }]);
});
