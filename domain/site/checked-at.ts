import { STALE_AFTER_MS } from '#domain/measurement/shown-state';
import type { Instant } from '#domain/time/interval';
import type { SystemSummary } from './summary.ts';

type Observed = Pick<SystemSummary, 'generatedAt' | 'latestObservedAt' | 'overall'> & {
  components: readonly Pick<SystemSummary['components'][number], 'evaluatedUntil'>[];
};

/**
 * Returns when the status was last checked: the time of the newest probe or, if that is old because all sources report only changes, the end of the evaluation.
 * Null before the first probe.
 */
export function checkedAt({ generatedAt, latestObservedAt, overall, components }: Observed): Instant | null {
  if (latestObservedAt === null) return null;
  const isKnown = overall !== 'unknown' && overall !== 'not_monitored';
  if (!isKnown || generatedAt - latestObservedAt <= STALE_AFTER_MS) return latestObservedAt;
  return Math.max(latestObservedAt, ...components.map(({ evaluatedUntil }) => evaluatedUntil ?? latestObservedAt));
}
