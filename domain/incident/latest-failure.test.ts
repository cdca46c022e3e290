import { expect, test } from 'vitest';
import { latestFailure } from './latest-failure.ts';

const MINUTE = 60_000;
const episode = (component: string, from: number, to: number | null) => ({
  component,
  from: from * MINUTE,
  to: to === null ? null : to * MINUTE,
});

test.each([
  ['no episode has no failure', [], []],
  ['one failure has all episodes', [episode('a', 0, 5), episode('b', 2, 9)], ['a', 'b']],
  ['an earlier failure is left out', [episode('a', 0, 70), episode('b', 106, 114)], ['b']],
  [
    'what ends while another goes on is part of it',
    [episode('a', 0, null), episode('b', 3, 4), episode('c', 90, 95)],
    ['a', 'b', 'c'],
  ],
  ['episodes less than a minute apart are one failure', [episode('a', 0, 5), episode('b', 5.9, 8)], ['a', 'b']],
  ['episodes a minute apart are two failures', [episode('a', 0, 5), episode('b', 6, 8)], ['b']],
  ['the order of the list does not matter', [episode('b', 106, null), episode('a', 0, 70)], ['b']],
])('of the episodes of an incident, the latest failure: %s', (_, episodes, expected) => {
  expect(latestFailure(episodes).map(({ component }) => component)).toEqual(expected);
});
