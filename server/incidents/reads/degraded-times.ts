import type pg from 'pg';
import { cutTo, type Instant, union } from '#domain/time/interval';
import { closed, intervalsWithin } from '#server/evaluation/sql/status-intervals';

/** A resolved incident without an outage. */
type Quiet = { id: number; from: Instant; to: Instant; componentIds: readonly number[] };

/** Returns how long the components of each incident had degraded performance within it, with one statement for any number. */
export async function degradedTimes(client: pg.ClientBase, incidents: readonly Quiet[]): Promise<Map<number, number>> {
  const spans = incidents.flatMap(({ from, to, componentIds }) =>
    componentIds.map((componentId) => ({ componentId, from, to })),
  );
  const intervals = await intervalsWithin(client, spans);
  return new Map(
    incidents.map(({ id, from, to, componentIds }) => {
      const degraded = componentIds
        .flatMap((componentId) => closed(intervals.get(componentId) ?? [], to))
        .filter(({ status }) => status === 'degraded_performance');
      const own = union(cutTo(degraded, [{ from, to }]));
      return [id, own.reduce((sum, one) => sum + one.to - one.from, 0)];
    }),
  );
}
