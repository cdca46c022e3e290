import type { Instant } from '#domain/time/interval';

/** silenceAfter must be at least this many reporting intervals (rule 2), so that one late or lost probe is no silence. */
const INTERVALS_MIN = 3;

/** Returns the usual interval between the probes of a series: the median gap, rounded to the second. Null if no series has two probes. */
export function reportingIntervalMs(series: Iterable<readonly Instant[]>): number | null {
  const gaps = [...series]
    .flatMap((instants) => instants.slice(1).map((at, i) => at - (instants[i] as Instant)))
    .sort((a, b) => a - b);
  const median = gaps[gaps.length >> 1];
  if (median === undefined) return null;
  return median < 1_000 ? median : Math.round(median / 1_000) * 1_000;
}

export type Reporting = { source: string; intervalMs: number };

/** Returns the sources whose interval is too long for `silenceAfterMs`. */
export function tooSeldom(reporting: readonly Reporting[], silenceAfterMs: number): Reporting[] {
  return reporting.filter(({ intervalMs }) => silenceAfterMs < INTERVALS_MIN * intervalMs);
}
