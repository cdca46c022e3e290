import type { Instant } from '#domain/time/interval';

/** silenceAfter must be at least so many of an agent's intervals (rule 2): one that is late or lost is no silence. */
const INTERVALS_MIN = 3;

/** How often something is usually seen, from the instants at which each series was: the median of the gaps, to the second; null where nothing was seen twice. */
export function reportingIntervalMs(series: Iterable<readonly Instant[]>): number | null {
  const gaps = [...series]
    .flatMap((instants) => instants.slice(1).map((at, i) => at - (instants[i] as Instant)))
    .sort((a, b) => a - b);
  const median = gaps[gaps.length >> 1];
  if (median === undefined) return null;
  return median < 1_000 ? median : Math.round(median / 1_000) * 1_000;
}

export type Reporting = { source: string; intervalMs: number };

/** Those that report too seldom for a silence that begins so soon. */
export function tooSeldom(reporting: readonly Reporting[], silenceAfterMs: number): Reporting[] {
  return reporting.filter(({ intervalMs }) => silenceAfterMs < INTERVALS_MIN * intervalMs);
}
