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
 * Takes an instance out of the fleet for all its sources from `at` on (default: now), until one of them observes it again.
 * It is a probe like any other, but no proof that a source is alive. What alerts said of it is forgotten: one whose end never came
 * must not hold it down for ever. That it was asked for is in the audit log before it is done: readings are stored past its transaction.
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
  const seenFrom = await firstSeenAt(
    ctx.web,
    series.map(({ id }) => id),
  );
  if (seenFrom === null || retiredAt < seenFrom) {
    const since =
      seenFrom === null ? 'It has no evaluated probes yet' : `It was first seen at ${new Date(seenFrom).toISOString()}`;
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
    const reading = { health: 'withdrawn', dataAgeMs: null, latencyUs: null, receivedAfterS: 0 } as const;
    await storeProbes(
      client,
      series.map(({ id }) => ({ at: retiredAt, seriesId: id, ...reading })),
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
