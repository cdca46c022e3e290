import { expect, test } from 'vitest';
import { nextBatch, type Waiting } from './next-batch.ts';

const NONE: Waiting = { changed: [], requested: [], due: [], others: [] };
const many = (name: string) => Array.from({ length: 9 }, (_, i) => `${name}${i}`);

test('changes of live pages are rendered first, then requests, then live pages that are due, then the rest', () => {
  const waiting = { changed: ['c'], requested: ['r'], due: ['d', 'c'], others: ['o'] };
  expect(nextBatch(waiting, 6)).toEqual(['c', 'r', 'd', 'o']);
  expect(nextBatch(waiting, 3)).toEqual(['c', 'r', 'd']);
  expect(nextBatch(NONE, 6)).toEqual([]);
});

test.each<[string, Waiting, string[]]>([
  ['changes', { ...NONE, changed: many('c'), requested: ['r'], due: ['d'] }, ['c0', 'c1', 'c2', 'c3', 'r', 'd']],
  ['requests', { ...NONE, requested: many('r'), due: ['d'] }, ['r0', 'd', 'r1', 'r2', 'r3', 'r4']],
  ['live pages', { ...NONE, requested: ['r'], due: many('d') }, ['r', 'd0', 'd1', 'd2', 'd3', 'd4']],
])('many %s leave room for others', (_, waiting, batch) => expect(nextBatch(waiting, 6)).toEqual(batch));
