import type { Instant, Interval } from '#domain/interval';
import type { PublicIncident } from '#domain/public-incident';
import { levelOf, type Status } from '#domain/status';
import type { Context } from '../context.ts';
import { loadHeads } from '../db/sql/component-heads.ts';
import { closed, intervalsOverlapping } from '../db/sql/status-intervals.ts';
import { componentRows } from '../db/sql/summary.ts';
import { snapshot } from '../db/transaction.ts';
import { publicIncident } from './public-incidents.ts';

/** Trouble is shown from this long before an incident began until this long after it was over. */
const MARGIN_MS = 3_600_000;

type Measured = { slug: string; name: string; judgedUpTo: Instant; intervals: Interval<Status>[] };

/** A public incident with what probes measured of its components meanwhile. Errors: not_found. */
export async function incidentView(
  ctx: Pick<Context, 'web' | 'clock'>,
  publicId: string,
): Promise<{ incident: PublicIncident; measured: Measured[]; generatedAt: Instant }> {
  const incident = await publicIncident(ctx, publicId);
  const now = ctx.clock.now();
  const from = incident.startedAt - MARGIN_MS;
  const to = Math.min((incident.resolvedAt ?? incident.withdrawnAt ?? now) + MARGIN_MS, now);
  const measured = await snapshot(ctx.web, async (client) => {
    const rows = (await componentRows(client)).filter((row) => incident.components.some(({ publicId: id }) => id === row.publicId));
    const heads = await loadHeads(client);
    const intervals = await intervalsOverlapping(
      client,
      rows.map(({ id }) => id),
      from,
      to,
    );
    return rows.map(({ id, slug, name }) => {
      const judgedUpTo = heads.get(id)?.judgedUpTo ?? now;
      const own = closed(intervals.get(id) ?? [], judgedUpTo).filter(({ status }) => levelOf(status) > 0 || status === 'unknown');
      return { slug, name, judgedUpTo, intervals: own.reverse() };
    });
  });
  return { incident, measured, generatedAt: now };
}
