import { describe, expect, test } from 'vitest';
import { joinDirtyRanges } from '#domain/measurement/join-dirty-ranges';
import { refusal } from '#domain/measurement/probe-admission';
import { steadyInstant } from './steady-instant.ts';

describe('the steady instant', () => {
  const anchor = { wall: 1_000_000, monotonicMs: 500 };
  test('is the wall clock while it runs or drifts, or if no fresh probe contradicts it', () => {
    expect(steadyInstant(anchor, { wall: 1_060_000, monotonicMs: 60_400 }, 1_059_000)).toEqual({
      at: 1_060_000,
      isStep: false,
    });
    expect(steadyInstant(anchor, { wall: 900_000, monotonicMs: 1_500 }, null)).toEqual({ at: 900_000, isStep: false });
    expect(steadyInstant(anchor, { wall: 5_000_000, monotonicMs: 1_500 }, 1_001_000 - 90_000)).toEqual({
      at: 5_000_000,
      isStep: false,
    });
  });
  test('keeps its pace when the clock jumps ahead, unless a probe confirms the new time', () => {
    const jumped = { wall: 5_000_000, monotonicMs: 1_500 };
    expect(steadyInstant(anchor, jumped, 1_000_900)).toEqual({ at: 1_001_000, isStep: true });
    expect(steadyInstant(anchor, jumped, 4_999_000)).toEqual({ at: 4_999_000, isStep: true });
    expect(steadyInstant(anchor, jumped, 5_000_001)).toEqual({ at: 5_000_000, isStep: true });
  });
  test('keeps its pace when the clock is set back behind the probes; follows if the clock had run ahead of them', () => {
    expect(steadyInstant(anchor, { wall: 500_000, monotonicMs: 1_500 }, 1_000_900)).toEqual({
      at: 1_001_000,
      isStep: true,
    });
    expect(steadyInstant(anchor, { wall: 950_000, monotonicMs: 1_500 }, 949_000)).toEqual({
      at: 950_000,
      isStep: false,
    });
  });
});

test('dirty ranges within ten minutes of each other are joined', () => {
  expect(
    joinDirtyRanges([
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
  const at = (observedAt: number, mayBackfill: boolean, latest = now) =>
    refusal(observedAt, { receivedAt: now, latest, mayBackfill });
  expect([at(now - 172_800_000, false), at(now - 172_800_001, false), at(now - 172_800_001, true)]).toEqual([
    null,
    'too_old',
    null,
  ]);
  expect([at(now + 60_000, false), at(now + 60_001, true), at(0, true)]).toEqual([null, 'in_future', 'too_old']);
  expect([at(now + 60_001, false, now + 1), at(now + 60_001, false, now)]).toEqual([null, 'in_future']);
});
