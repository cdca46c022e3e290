import type pg from 'pg';
import type { Instant, Span } from '#domain/time/interval';
import { dayRanges, isWithin } from '#server/ingest/sql/day-ranges';

export type Minute = {
  at: Instant;
  dataAgeMedianMs: number | null;
  dataAgeWorstMs: number | null;
  latencyMedianUs: number | null;
  latencyP95Us: number | null;
};

/** Notes spans whose minutes must be computed again. */
export async function noteDirtyMinutes(client: pg.ClientBase, spans: readonly Span[]): Promise<void> {
  if (spans.length === 0) return;
  await client.query(
    'INSERT INTO minute_dirty_range (from_at, to_at) SELECT to_timestamp(s.f / 1000.0), to_timestamp(s.t / 1000.0) FROM unnest($1::float8[], $2::float8[]) AS s(f, t)',
    [spans.map((span) => span.from), spans.map((span) => span.to)],
  );
}

/** Deletes and returns the spans that begin before `before`; the parts after it are noted again. */
export async function takeDirtyMinutes(client: pg.ClientBase, before: Instant, limit: number): Promise<Span[]> {
  const { rows } = await client.query<{ from_at: Date; to_at: Date }>(
    'DELETE FROM minute_dirty_range WHERE id IN (SELECT id FROM minute_dirty_range WHERE from_at < $1 ORDER BY id LIMIT $2) RETURNING from_at, to_at',
    [new Date(before), limit],
  );
  const spans = rows.map((row) => ({ from: row.from_at.getTime(), to: row.to_at.getTime() }));
  await noteDirtyMinutes(
    client,
    spans.filter((span) => span.to >= before).map((span) => ({ from: before, to: span.to })),
  );
  return spans.map((span) => ({ from: span.from, to: Math.min(span.to, before - 1) }));
}

/** Computes the minutes in [from, to] again from stored probes; minutes without probes stay as they are. Both ends are whole minutes. */
export async function rollUp(client: pg.ClientBase, from: Instant, to: Instant): Promise<void> {
  for (const range of dayRanges(from, to - 1))
    await client.query(`INSERT INTO minute_rollup (component_id, minute, probes, data_age_median_ms, data_age_worst_ms, latency_median_us, latency_p95_us)
      SELECT i.component_id, date_trunc('minute', o.observed_at), count(*),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY o.data_age_ms), max(o.data_age_ms),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY o.latency_us), percentile_disc(0.95) WITHIN GROUP (ORDER BY o.latency_us)
      FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id
      WHERE o.health > 1 AND ${isWithin(range)} GROUP BY 1, 2
      ON CONFLICT (component_id, minute) DO UPDATE SET probes = EXCLUDED.probes, data_age_median_ms = EXCLUDED.data_age_median_ms,
        data_age_worst_ms = EXCLUDED.data_age_worst_ms, latency_median_us = EXCLUDED.latency_median_us, latency_p95_us = EXCLUDED.latency_p95_us`);
}

/** Returns the minutes of a component in [from, to), ascending, joined in steps of `stepMinutes`: the median of medians and the worst of the worst. */
export async function minutesOf(
  client: pg.ClientBase | pg.Pool,
  componentId: number,
  window: Span,
  stepMinutes: number,
): Promise<Minute[]> {
  const { rows } = await client.query<{
    at: Date;
    age: number | null;
    worst: number | null;
    latency: number | null;
    p95: number | null;
  }>({
    name: 'minutes',
    text: `SELECT date_bin($4 * interval '1 minute', minute, $2) AS at, percentile_disc(0.5) WITHIN GROUP (ORDER BY data_age_median_ms) AS age,
        max(data_age_worst_ms) AS worst, percentile_disc(0.5) WITHIN GROUP (ORDER BY latency_median_us) AS latency, max(latency_p95_us) AS p95
      FROM minute_rollup WHERE component_id = $1 AND minute >= $2 AND minute < $3 GROUP BY 1 ORDER BY 1`,
    values: [componentId, new Date(window.from), new Date(window.to), stepMinutes],
  });
  return rows.map((row) => ({
    at: row.at.getTime(),
    dataAgeMedianMs: row.age,
    dataAgeWorstMs: row.worst,
    latencyMedianUs: row.latency,
    latencyP95Us: row.p95,
  }));
}
