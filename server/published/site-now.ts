import { STALE_AFTER_MS, seenAtOf } from '#domain/measurement/shown-state';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { readIncidents } from '#server/incidents/reads/read-incidents';

/**
 * What the publisher needs to know of the site. `staleAt`: when the first component that is shown with a status becomes unknown, unless new probes arrive.
 * `open`: the ids of public open incidents.
 */
export type SiteNow = { at: Instant; staleAt: Instant; slugs: string[]; open: ReadonlySet<string> };

/** Reads it on one snapshot. */
export async function siteNow(ctx: Pick<Context, 'web' | 'clock'>): Promise<SiteNow> {
  const at = ctx.clock.now();
  const { rows, states, incidents } = await snapshot(ctx.web, async (client) => ({
    rows: await componentRows(client),
    states: await loadCurrentStates(client),
    incidents: await readIncidents(client, { kind: 'open' }, 'readers', at),
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
    open: new Set(incidents.map(({ publicId }) => publicId)),
  };
}
