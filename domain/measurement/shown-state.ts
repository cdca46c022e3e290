import type { Instant } from '#domain/time/interval';
import { type Counts, noCounts } from './component-status.ts';
import type { Status } from './status.ts';

/** Older probe data or evaluation than this is grey, never green. */
export const STALE_AFTER_MS = 90_000;

/** The current state of a component as it was last evaluated. `aliveAt`: when one of its sources was last known to be alive. */
export type CurrentState = {
  evaluatedUntil: Instant;
  status: Status;
  since: Instant;
  phase: 'steady' | 'possible' | 'recovering';
  phaseSince: Instant | null;
  counts: Counts;
  /** Counts of each region; '' for instances without one. */
  regions: Record<string, Counts>;
  worstDataAgeMs: number | null;
  latestObservedAt: Instant | null;
  aliveAt: Instant | null;
};
export type ShownState = Pick<
  CurrentState,
  'status' | 'phase' | 'phaseSince' | 'counts' | 'regions' | 'worstDataAgeMs'
> & { since: Instant | null };

/**
 * Returns what may be shown of a component now, and is the only place that decides it: the last evaluation, or unknown once that or the life of its
 * sources is too old. A source that reports only changes is alive between them, so the age of the newest probe decides nothing.
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

/** When what may be shown of a component last changed, its status or since when it holds: as it was stored, or by becoming too old to be shown. */
export function shownChangedAt(
  current: (CurrentState & { changedAt: Instant }) | undefined,
  now: Instant,
): Instant | null {
  if (!current) return null;
  const { status, since } = shownState(current, now);
  if (status === current.status || since === null) return current.changedAt;
  return Math.max(current.changedAt, since + STALE_AFTER_MS);
}

/** Until when the component was seen. Where there is nothing to observe, the evaluation must be fresh, no source. */
function seenAtOf({ status, evaluatedUntil, latestObservedAt, aliveAt }: CurrentState): Instant | null {
  const sourceAt = aliveAt ?? latestObservedAt;
  if (sourceAt === null) return null;
  return status === 'not_monitored' ? evaluatedUntil : Math.min(sourceAt, evaluatedUntil);
}

function shown({ status, since, phase, phaseSince, counts, regions, worstDataAgeMs }: CurrentState): ShownState {
  return { status, since, phase, phaseSince, counts, regions, worstDataAgeMs };
}

/** The same instances with none of them seen. */
function unseen({ retired, ...others }: Counts): Counts {
  return { ...noCounts(), unknown: Object.values(others).reduce((sum, count) => sum + count, 0), retired };
}
