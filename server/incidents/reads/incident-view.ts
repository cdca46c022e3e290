import { type PublicIncident, spansWithin } from '#domain/incident/public-incident';
import { levelOf, type Status } from '#domain/measurement/status';
import { cutTo, type Instant, type Interval } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import { publicIncident } from './public-incidents.ts';

type Measured = { slug: string; name: string; evaluatedUntil: Instant; intervals: Interval<Status>[] };

/** Returns a public incident with what monitoring measured of its components within it. Errors: not_found. */
export async function incidentView(
  ctx: Pick<Context, 'web' | 'clock'>,
  publicId: string,
): Promise<{ incident: PublicIncident; measured: Measured[]; generatedAt: Instant }> {
  const incident = await publicIncident(ctx, publicId);
  const now = ctx.clock.now();
  const spans = new Map(incident.components.map(({ slug }) => [slug, spansWithin(incident, slug, now)]));
  const all = [...spans.values()].flat();
  const from = Math.min(now, ...all.map((span) => span.from));
  const to = Math.max(from, ...all.map((span) => span.to));
  const measured = await snapshot(ctx.web, async (client) => {
    const rows = (await componentRows(client)).filter((row) =>
      incident.components.some(({ publicId: id }) => id === row.publicId),
    );
    const heads = await loadCurrentStates(client);
    const intervals = await intervalsOverlapping(
      client,
      rows.map(({ id }) => id),
      from,
      to,
    );
    return rows.map(({ id, slug, name }) => {
      const evaluatedUntil = heads.get(id)?.evaluatedUntil ?? now;
      const trouble = closed(intervals.get(id) ?? [], evaluatedUntil).filter(
        ({ status }) => levelOf(status) > 0 || status === 'unknown',
      );
      return { slug, name, evaluatedUntil, intervals: cutTo(trouble, spans.get(slug) ?? []).reverse() };
    });
  });
  return { incident, measured, generatedAt: now };
}
