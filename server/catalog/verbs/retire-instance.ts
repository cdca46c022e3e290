import { dayOf } from '#domain/time/calendar';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { firstSeenAt } from '#server/evaluation/sql/state-runs';
import { forgetAlerts } from '#server/ingest/sql/alerts';
import { ensureDay } from '#server/ingest/sql/partitions';
import { storeProbes } from '#server/ingest/sql/probes';

export type RetireInstance = { component: string; instance: string; at?: number };

/**
 * Removes an instance from the fleet for all its sources from `at` on (default: now), until one of them sends a probe of it again. The removal is stored
 * as a probe that does not count as a sign of life of its source. Deletes its alerts, so that one whose end never arrived does not keep it down. Writes
 * the audit entry first, because probes are stored outside its transaction.
 * Errors: forbidden, not_found, invalid_input.
 */
export async function retireInstance(
  ctx: ActingContext,
  { component, instance, at }: RetireInstance,
): Promise<{ sources: number }> {
  authorize(ctx, 'catalog:write');
  const now = ctx.clock.now();
  const retiredAt = at ?? now;
  if (retiredAt > now) throw new AppError('invalid_input', 'at: must not be in the future.');
  const series = await ctx.prisma.series.findMany({
    where: { instance: { name: instance, component: { slug: component } } },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  if (series.length === 0)
    throw new AppError('not_found', `Component "${component}" has no instance "${instance}". Check the name.`);
  const firstProbeAt = await firstSeenAt(
    ctx.web,
    series.map(({ id }) => id),
  );
  if (firstProbeAt === null || retiredAt < firstProbeAt) {
    const since =
      firstProbeAt === null
        ? 'It has no evaluated probes yet'
        : `It was first seen at ${new Date(firstProbeAt).toISOString()}`;
    throw new AppError('invalid_input', `at: must not be before the instance was first seen. ${since}.`);
  }
  const entry = {
    action: 'instance:retire',
    object: { kind: 'component', id: component },
    before: null,
    after: { instance, at: new Date(retiredAt) },
  } as const;
  await ctx.prisma.$transaction((tx) => appendAudit(tx, ctx, entry));
  await ensureDay(ctx.ingest, dayOf(retiredAt), now);
  const client = await ctx.ingest.connect();
  try {
    const probe = { health: 'withdrawn', dataAgeMs: null, latencyUs: null, receivedAfterS: 0 } as const;
    await storeProbes(
      client,
      series.map(({ id }) => ({ at: retiredAt, seriesId: id, ...probe })),
    );
    await forgetAlerts(
      client,
      series.map(({ id }) => id),
      retiredAt,
    );
  } finally {
    client.release();
  }
  return { sources: series.length };
}
