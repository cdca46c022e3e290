import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tickedSpan } from './time-ticks.ts';

const T = (text: string) => Date.parse(`2026-10-14T${text}:00Z`);

test('an axis of two hours has a tick per half an hour, from before its start to after its end', () => {
  const { from, to, ticks, stepMs } = tickedSpan({ from: T('13:20'), to: T('15:16') });
  expect([from, to, stepMs]).toEqual([T('13:00'), T('16:00'), 30 * 60_000]);
  expect(ticks).toEqual([T('13:00'), T('13:30'), T('14:00'), T('14:30'), T('15:00'), T('15:30'), T('16:00')]);
});

test('every axis covers its span with an even number of equal parts, at most eight', () => {
  const instants = fc.integer({ min: 0, max: Date.parse('2040-01-01Z') });
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const span = { from: Math.min(a, b), to: Math.max(a, b) };
      const { from, to, ticks, stepMs } = tickedSpan(span);
      expect(from).toBeLessThanOrEqual(span.from);
      expect(to).toBeGreaterThanOrEqual(span.to);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks.length % 2).toBe(1);
      expect([ticks[0], ticks.at(-1), (to - from) / (ticks.length - 1)]).toEqual([from, to, stepMs]);
    }),
  );
});
