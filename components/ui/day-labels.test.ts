import { expect, test } from 'vitest';
import type { Status } from '#domain/measurement/status';
import { aComponent } from '#server/test/summaries';
import { dayLabels, monthTicks } from './day-labels.ts';

const MINUTE = 60_000;
const DAYS = aComponent().days;

/** Returns 90 days of which some have downtime, by index and minutes. */
function daysWith(down: Record<number, number>, worst: Status = 'major_outage') {
  return DAYS.map((day, i) => {
    const minutes = down[i];
    return minutes === undefined ? day : { ...day, worst, downMs: minutes * MINUTE };
  });
}
const texts = (...args: Parameters<typeof dayLabels>) =>
  dayLabels(...args).map(({ text }) => text.replaceAll('\u00a0', ' '));

test('the three worst days have labels, in their order', () => {
  expect(texts(daysWith({ 10: 5, 30: 78, 50: 34, 70: 9 }), false)).toEqual(['1 h 18 min', '34 min', '9 min']);
});

test('an outage of today has its label even beside longer ones', () => {
  const outage = daysWith({ 81: 78, 89: 1.8 });
  expect(texts(outage, true)).toEqual(['1 min so far']);
  expect(dayLabels(outage, true)[0]?.isWideOnly).toBe(false);
  expect(texts(daysWith({ 10: 9, 30: 78, 50: 34, 89: 2 }), true)).toEqual(['1 h 18 min', '34 min', '2 min so far']);
});

test('days without trouble have no label', () => {
  expect(dayLabels(DAYS, false)).toEqual([]);
});

test('a label that would overlap a worse one is left out, or shown only where there is room', () => {
  expect(texts(daysWith({ 50: 78, 51: 34 }), false)).toEqual(['1 h 18 min']);
  expect(dayLabels(daysWith({ 40: 78, 56: 34 }), false).map(({ isWideOnly }) => isWideOnly)).toEqual([false, true]);
});

test('labels at the ends stay within the drawing', () => {
  expect(dayLabels(daysWith({ 0: 78, 45: 20, 89: 34 }), false).map(({ anchor }) => anchor)).toEqual([
    'start',
    'middle',
    'end',
  ]);
});

test('an outage that has not ended is labelled as such on the last day', () => {
  expect(texts(daysWith({ 89: 58 }), true)).toEqual(['58 min so far']);
  expect(texts(daysWith({ 88: 58 }), true)).toEqual(['58 min']);
});

test('the start of each month has a tick, with its name unless it is near the end', () => {
  expect(monthTicks(DAYS).map(({ text }) => text)).toEqual(['Jan', 'Feb', 'Mar']);
  expect(monthTicks(DAYS.slice(0, 62)).at(-1)).toMatchObject({ text: null });
});
