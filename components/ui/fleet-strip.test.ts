import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf } from './fleet-strip.tsx';

test('one failing instance of 300 has a cell of its own', () => {
  expect(cellsOf({ inSync: 299, notInSync: 1, notSeen: 0 })).toEqual({ inSync: 11, notInSync: 1, notSeen: 0 });
});

test('a fleet without instances has no cells', () => {
  expect(cellsOf({ inSync: 0, notInSync: 0, notSeen: 0 })).toEqual({ inSync: 0, notInSync: 0, notSeen: 0 });
});

test('every kind of instance that exists has a cell, and there are always twelve', () => {
  const count = fc.integer({ min: 0, max: 1_000 });
  fc.assert(
    fc.property(count, count, count, (inSync, notInSync, notSeen) => {
      fc.pre(inSync + notInSync + notSeen > 0);
      const cells = cellsOf({ inSync, notInSync, notSeen });
      expect(cells.inSync + cells.notInSync + cells.notSeen).toBe(12);
      expect([cells.inSync > 0, cells.notInSync > 0, cells.notSeen > 0]).toEqual([
        inSync > 0,
        notInSync > 0,
        notSeen > 0,
      ]);
    }),
  );
});
