import type { Instant } from '#domain/time/interval';
import { type Counts, noCounts, type RegionCounts } from './component-status.ts';
import type { Status } from './status.ts';

/** Data is stale when the sources or the evaluation are older than this. Stale data is shown as unknown (grey), never as operational. */
export const STALE_AFTER_MS = 90_000;

/** The current state of a component by the last evaluation. `aliveAt`: when one of its sources was last known to be alive. */
export type CurrentState = {
  evaluatedUntil: Instant;
  status: Status;
  since: Instant;
  phase: 'steady' | 'possible' | 'recovering';
  phaseSince: Instant | null;
  counts: Counts;
  /** Counts of each region; '' for instances without one. */
  regions: Record<string, RegionCounts>;
  worstDataAgeMs: number | null;
  latestObservedAt: Instant | null;
  aliveAt: Instant | null;
};
export type ShownState = Pick<
  CurrentState,
  'status' | 'phase' | 'phaseSince' | 'counts' | 'regions' | 'worstDataAgeMs'
> & { since: Instant | null };

/**
 * Returns what may be shown of a component now. This is the only place that decides it: the last evaluation, or unknown if the evaluation or the last
 * contact of its sources is too old. A source that reports only changes is alive between them, so the age of the newest probe does not matter.
 */
export function shownState(current: CurrentState | undefined, now: Instant): ShownState {
  if (!current)
    return {
      status: 'not_monitored',
      since: null,
      phase: 'steady',
      phaseSince: null,
      counts: noCounts(),
      regions: {},
      worstDataAgeMs: null,
    };
  const seenAt = seenAtOf(current);
  if (seenAt !== null && now - seenAt <= STALE_AFTER_MS) return shown(current);
  if (seenAt === null && current.status === 'not_monitored') return shown(current);
  const regions = Object.fromEntries(Object.entries(current.regions).map(([name, counts]) => [name, unseen(counts)]));
  const since = current.status === 'unknown' ? current.since : seenAt;
  return {
    status: 'unknown',
    since,
    phase: 'steady',
    phaseSince: null,
    counts: unseen(current.counts),
    regions,
    worstDataAgeMs: null,
  };
}

/** Returns when the shown status or its start last changed: when it was stored, or when it became stale. */
export function shownChangedAt(
  current: (CurrentState & { changedAt: Instant }) | undefined,
  now: Instant,
): Instant | null {
  if (!current) return null;
  const { status, since } = shownState(current, now);
  if (status === current.status || since === null) return current.changedAt;
  return Math.max(current.changedAt, since + STALE_AFTER_MS);
}

/** Returns until when the component was monitored. If it has no instances, only the evaluation must be fresh, not the sources. */
export function seenAtOf({ status, evaluatedUntil, latestObservedAt, aliveAt }: CurrentState): Instant | null {
  const sourceAt = aliveAt ?? latestObservedAt;
  if (sourceAt === null) return null;
  return status === 'not_monitored' ? evaluatedUntil : Math.min(sourceAt, evaluatedUntil);
}

function shown({ status, since, phase, phaseSince, counts, regions, worstDataAgeMs }: CurrentState): ShownState {
  return { status, since, phase, phaseSince, counts, regions, worstDataAgeMs };
}

/** Returns the counts with all instances unknown, except retired ones. */
function unseen({ retired, up, degraded, stale, down, silent, unknown }: Counts): Counts {
  return { ...noCounts(), unknown: up + degraded + stale + down + silent + unknown, retired };
}
