import { expect, test } from 'vitest';
import { onceEach } from './log.ts';

test('a complaint is logged once while it stays the same, whatever its detail is, and again after it was over', () => {
  const lines: string[] = [];
  const say = onceEach({ info: (text) => lines.push(text), warn: (text) => lines.push(text) });
  const unknown = 'its health is a word that is not known';
  say('serving/a', unknown, '"boom 1"');
  say('serving/a', unknown, '"boom 2"');
  say('serving/b', unknown, '"boom 3"');
  say('serving/a', null);
  say('serving/a', null);
  say('serving/a', unknown);
  expect(lines).toEqual([
    `serving/a: ${unknown}: "boom 1"`,
    `serving/b: ${unknown}: "boom 3"`,
    'serving/a: recovered',
    `serving/a: ${unknown}`,
  ]);
});
