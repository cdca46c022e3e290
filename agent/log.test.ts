import { expect, test } from 'vitest';
import { createProblemReporter } from './log.ts';

test('logs a problem once while it stays the same, whatever the detail, and again after a recovery', () => {
  const lines: string[] = [];
  const report = createProblemReporter({ info: (text) => lines.push(text), warn: (text) => lines.push(text) });
  const unknown = 'health value is unknown';
  report('serving/a', unknown, '"boom 1"');
  report('serving/a', unknown, '"boom 2"');
  report('serving/b', unknown, '"boom 3"');
  report('serving/a', null);
  report('serving/a', null);
  report('serving/a', unknown);
  expect(lines).toEqual([
    `serving/a: ${unknown}: "boom 1"`,
    `serving/b: ${unknown}: "boom 3"`,
    'serving/a: recovered',
    `serving/a: ${unknown}`,
  ]);
});
