import { type Reporting, reportingIntervalMs } from '#domain/measurement/reporting-interval';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { readProbes } from '#server/evaluation/sql/read-probes';
import { reachedByEvaluation } from './evaluated-until.ts';

/** The part of the record that is examined, and the probes read of it at most. */
const BACK_MS = 2 * 3_600_000;
const ROWS_MAX = 20_000;

/** Returns the interval at which each agent of a component reports, as far as its recent probes show it. */
export async function agentsReporting(ctx: Pick<Context, 'worker' | 'prisma'>, slug: string): Promise<Reporting[]> {
  const series = await ctx.prisma.series.findMany({
    where: { instance: { component: { slug } }, source: { kind: 'agent' } },
    select: { id: true, source: { select: { name: true } } },
  });
  const seen = new Map<number, Instant[]>(series.map(({ id }) => [id, []]));
  await snapshot(ctx.worker, async (client) => {
    const evaluatedUntil = reachedByEvaluation(await loadCurrentStates(client));
    if (evaluatedUntil === null) return;
    for (const { seriesId, at } of await readProbes(client, evaluatedUntil - BACK_MS, evaluatedUntil - 1, ROWS_MAX))
      seen.get(seriesId)?.push(at);
  });
  const bySource = Map.groupBy(series, ({ source }) => source.name);
  return [...bySource].flatMap(([source, own]) => {
    const intervalMs = reportingIntervalMs(own.map(({ id }) => seen.get(id) ?? []));
    return intervalMs === null ? [] : [{ source, intervalMs }];
  });
}
