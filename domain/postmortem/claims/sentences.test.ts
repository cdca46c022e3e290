import { describe, expect, test } from 'vitest';
import { sentencesOf } from './sentences.ts';
import { tokenize } from './tokens.ts';

const split = (text: string) => sentencesOf(tokenize(text)).map(({ start, end }) => text.slice(start, end));

describe('a text is split', () => {
  test.each([
    [
      'at stops, and question marks',
      'It was down. Why? A switch failed.',
      ['It was down.', 'Why?', 'A switch failed.'],
    ],
    ['not after abbreviations', 'It took approx. 70 minutes, e.g. for Serving.', undefined],
    ['not within times', 'Down at 1.20 p.m. UTC and up at 14.30 UTC.', undefined],
    ['after p.m. before a new sentence', 'Down at 1.20 p.m. We restarted.', ['Down at 1.20 p.m.', 'We restarted.']],
    ['at empty lines', 'One\n\ntwo', ['One', 'two']],
    ['at list items', 'Times:\n- 13:20 down\n* 14:30 up', ['Times:', '13:20 down', '14:30 up']],
    ['at table rows', '| 13:20 | down |\n| 14:30 | up |', ['13:20 | down |', '14:30 | up |']],
    ['at headings', '# Impact\nServing was down.', ['Impact', 'Serving was down.']],
    ['at short lines before a capital or a number', 'Outage\n13:20 down\nAll up', ['Outage', '13:20 down', 'All up']],
    [
      'not at wrapped lines',
      `${'A long line of a paragraph. '.slice(0, 26)}${' which is wrapped by hand'.repeat(2)}\nServing text`,
      undefined,
    ],
    ['not before "+99.9 %"', '+99.9 % uptime', undefined],
  ])('%s', (_, text, expected) => {
    expect(split(text)).toEqual(expected ?? [text]);
  });

  test('and headings are known', () => {
    expect(sentencesOf(tokenize('# Impact\n\nText')).map(({ isHeading }) => isHeading)).toEqual([true, false]);
  });
});
