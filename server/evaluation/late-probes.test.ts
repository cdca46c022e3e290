import { describe, expect, test } from 'vitest';
import { splitLate } from './late-probes.ts';

const MINUTE = 60_000;
const at = (minutes: number) => minutes * MINUTE;
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });
/** A record that is evaluated up to 60 min, to be evaluated up to 61 min. */
const part = { watermark: at(61), evaluatedBefore: at(60), hasNew: false };
const REACH_MS = at(2);

describe('dirty ranges', () => {
  test('none: evaluation continues where it ended', () => {
    expect(splitLate([], part, REACH_MS)).toEqual({ from: at(60), late: [] });
  });

  test('at the end of the record are evaluated with it, also those that reach it only with the look-back', () => {
    expect(splitLate([span(60, 60.5)], part, REACH_MS)).toEqual({ from: at(60), late: [] });
    expect(splitLate([span(57, 58)], part, REACH_MS)).toEqual({ from: at(57), late: [] });
  });

  test('that end before are late, and reach as far as a probe can change a state', () => {
    const to = at(58) - 1;
    expect(splitLate([{ from: at(57), to }], part, REACH_MS)).toEqual({
      from: at(60),
      late: [{ from: at(57), to: to + REACH_MS }],
    });
  });

  test('far apart are evaluated one by one, in ascending order', () => {
    expect(splitLate([span(40, 41), span(60, 60), span(10, 11)], part, REACH_MS)).toEqual({
      from: at(60),
      late: [span(10, 13), span(40, 43)],
    });
  });

  test('are not late if one before the end draws the start of the evaluation back to them', () => {
    expect(splitLate([span(59, 60), span(46, 47)], part, REACH_MS)).toEqual({ from: at(59), late: [span(46, 49)] });
    expect(splitLate([span(50, 59), span(37, 48)], part, REACH_MS)).toEqual({ from: at(37), late: [] });
  });

  test('of a new component are evaluated up to the end, however late they are', () => {
    expect(splitLate([span(10, 11), span(40, 41)], { ...part, hasNew: true }, REACH_MS)).toEqual({
      from: at(10),
      late: [],
    });
  });
});

describe('a first evaluation', () => {
  test('covers at least the last millisecond before the watermark', () => {
    const first = { watermark: at(61), evaluatedBefore: null, hasNew: true };
    expect(splitLate([], first, REACH_MS).from).toBe(at(61) - 1);
    expect(splitLate([], { ...first, evaluatedBefore: at(61), hasNew: false }, REACH_MS).from).toBe(at(61) - 1);
  });
});
