import { describe, expect, test } from 'vitest';
import { refusal } from './admission.ts';
import { steadyInstant } from './horizon.ts';
import { clusters } from './touched.ts';

describe('the instant up to which may be judged', () => {
  const anchor = { wall: 1_000_000, monotonicMs: 500 };
  test('follows the wall clock while it runs or drifts', () => {
    expect(steadyInstant(anchor, { wall: 1_060_000, monotonicMs: 60_400 }, null)).toEqual({ at: 1_060_000, isStep: false });
    expect(steadyInstant(anchor, { wall: 900_000, monotonicMs: 60_500 }, null)).toEqual({ at: 900_000, isStep: false });
  });
  test('keeps its pace when the clock jumps ahead, unless a probe shows that it is that late', () => {
    const jumped = { wall: 5_000_000, monotonicMs: 1_500 };
    expect(steadyInstant(anchor, jumped, null)).toEqual({ at: 1_001_000, isStep: true });
    expect(steadyInstant(anchor, jumped, 1_000_900)).toEqual({ at: 1_001_000, isStep: true });
    expect(steadyInstant(anchor, jumped, 4_999_000)).toEqual({ at: 4_999_000, isStep: true });
  });
});

test('touched spans are joined where they lie within ten minutes of each other', () => {
  expect(
    clusters([
      { from: 2_000_000, to: 2_000_001 },
      { from: 0, to: 5 },
      { from: 600_005, to: 600_006 },
    ]),
  ).toEqual([
    { from: 0, to: 600_006 },
    { from: 2_000_000, to: 2_000_001 },
  ]);
});

test('admission counts age from receipt: 48 h back unless backfill, 60 s ahead', () => {
  const now = Date.parse('2022-03-30T12:00:00Z');
  expect([refusal(now - 172_800_000, now, false), refusal(now - 172_800_001, now, false), refusal(now - 172_800_001, now, true)]).toEqual([
    null,
    'too_old',
    null,
  ]);
  expect([refusal(now + 60_000, now, false), refusal(now + 60_001, now, true), refusal(0, now, true)]).toEqual([null, 'in_future', 'too_old']);
});
