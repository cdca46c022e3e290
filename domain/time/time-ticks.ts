import { DAY_MS } from './calendar.ts';
import type { Instant, Span } from './interval.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Distances of ticks that people read easily. The larger ones are multiples of days. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 90, 365, 1_000, 3_650].map((days) => days * DAY_MS),
];
const PARTS_MAX = 8;

/** A span that begins and ends on a tick, with its ticks at equal distances. */
export type TickedSpan = Span & { stepMs: number; ticks: Instant[] };

/** Widens a span to an even number of steps, so that an axis has few ticks at round times, also if only every second one has a label. */
export function tickedSpan({ from, to }: Span): TickedSpan {
  const partsOf = (stepMs: number) =>
    Math.max(2, 2 * Math.ceil((Math.ceil(to / stepMs) - Math.floor(from / stepMs)) / 2));
  const stepMs = STEPS_MS.find((step) => partsOf(step) <= PARTS_MAX) ?? (STEPS_MS.at(-1) as number); // the list is not empty
  const begin = Math.floor(from / stepMs) * stepMs;
  const count = partsOf(stepMs);
  const ticks = Array.from({ length: count + 1 }, (_, i) => begin + i * stepMs);
  return { from: begin, to: begin + count * stepMs, stepMs, ticks };
}
