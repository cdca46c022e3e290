import { STALE_AFTER_MS, seenAtOf } from '#domain/measurement/shown-state';
import { monthOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { recentIncidents } from '#server/published/sql/recent-incidents';

/** Probes without the scope for backfill are at most this old, and change the figures of incidents of that time. */
const LATE_MS = 48 * 3_600_000;

/**
 * What the publisher needs to know of the site. `staleAt`: when the first component that is shown with a status becomes unknown, unless new probes arrive.
 * `recent`: the ids of public incidents that are open or whose figures may still change.
 */
export type SiteNow = { at: Instant; staleAt: Instant; slugs: string[]; recent: ReadonlySet<string> };

/** Reads it on one snapshot. */
export async function siteNow(ctx: Pick<Context, 'web' | 'clock'>): Promise<SiteNow> {
  const at = ctx.clock.now();
  const { rows, states, recent } = await snapshot(ctx.web, async (client) => ({
    rows: await componentRows(client),
    states: await loadCurrentStates(client),
    recent: await recentIncidents(client, Math.min(at - LATE_MS, monthOf(at).from)),
  }));
  const shown = rows.filter(({ isArchived }) => !isArchived);
  const seen = shown.flatMap(({ id }) => {
    const state = states.get(id);
    return (state && seenAtOf(state)) ?? [];
  });
  const fresh = seen.filter((instant) => at - instant <= STALE_AFTER_MS);
  return {
    at,
    staleAt: Math.min(at, ...fresh) + STALE_AFTER_MS,
    slugs: shown.map(({ slug }) => slug),
    recent: new Set(recent),
  };
}
