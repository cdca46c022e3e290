import { expect, test } from 'vitest';
import type { Explanation } from '#domain/postmortem/sections';
import { withExplanation, withoutExplanation } from './explanations.ts';

const FIGURE = { section: 'impact', claimed: '13:18 UTC', fact: 'episode.1.start' } as const;
const OTHER: Explanation = { ...FIGURE, section: 'cause', reason: 'Another section.' };

test('a reason is added once, replaced and removed', () => {
  const added = withExplanation([OTHER], FIGURE, 'From the logs.');
  expect(added).toEqual([OTHER, { ...FIGURE, reason: 'From the logs.' }]);
  expect(withExplanation(added, FIGURE, 'From two logs.')).toEqual([OTHER, { ...FIGURE, reason: 'From two logs.' }]);
  expect(withoutExplanation(added, FIGURE)).toEqual([OTHER]);
});

test('a reason of another claim or fact stays', () => {
  const all = [
    { ...FIGURE, claimed: '13:19 UTC', reason: 'a' },
    { ...FIGURE, fact: null, reason: 'b' },
  ];
  expect(withoutExplanation(all, FIGURE)).toEqual(all);
});
