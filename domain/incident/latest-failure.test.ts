import { expect, test } from 'vitest';
import { latestFailure } from './latest-failure.ts';

const MINUTE = 60_000;
const episode = (component: string, from: number, to: number | null) => ({
  component,
  from: from * MINUTE,
  to: to === null ? null : to * MINUTE,
});

test.each([
  ['there is none', [], []],
  ['of one failure it is all', [episode('a', 0, 5), episode('b', 2, 9)], ['a', 'b']],
  ['an earlier one is history', [episode('a', 0, 70), episode('b', 106, 114)], ['b']],
  [
    'what ends while another goes on is part of it',
    [episode('a', 0, null), episode('b', 3, 4), episode('c', 90, 95)],
    ['a', 'b', 'c'],
  ],
  ['less than a minute apart they are one', [episode('a', 0, 5), episode('b', 5.9, 8)], ['a', 'b']],
  ['a minute apart they are two', [episode('a', 0, 5), episode('b', 6, 8)], ['b']],
  ['the order in which they come does not matter', [episode('b', 106, null), episode('a', 0, 70)], ['b']],
])('of the episodes of an incident, the latest failure: %s', (_, episodes, expected) => {
  expect(latestFailure(episodes).map(({ component }) => component)).toEqual(expected);
});
