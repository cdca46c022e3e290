import type pg from 'pg';
import { HEALTHS, type Health } from '#domain/measurement/probe';
import type { Span } from '#domain/time/interval';

export type ProbeRow = {
  at: number;
  seriesId: number;
  health: Health;
  dataAgeMs: number | null;
  latencyUs: number | null;
  receivedAfterS: number;
};

const ROWS = `unnest($1::float8[], $2::int[], $3::int[], $4::int[], $5::smallint[], $6::smallint[])
  WITH ORDINALITY AS i(at_ms, series_id, data_age_ms, latency_us, health, received_after_s, n)`;

// The same statement writes the dirty range, so that no probe is stored without evaluation knowing of it.
const INSERT = `WITH touched AS (INSERT INTO dirty_range (from_at, to_at) SELECT to_timestamp(t.from_ms / 1000.0), to_timestamp(t.to_ms / 1000.0) FROM unnest($7::float8[], $8::float8[]) AS t(from_ms, to_ms))
INSERT INTO probe (observed_at, series_id, data_age_ms, latency_us, health, received_after_s)
SELECT to_timestamp(i.at_ms / 1000.0), i.series_id, i.data_age_ms, i.latency_us, i.health, i.received_after_s FROM ${ROWS}
ON CONFLICT DO NOTHING`;

// A key is an instant and a series; the index of a partition holds the instant as the millisecond of its day. LATERAL with LIMIT forces one
// index lookup per row, even where the planner has outdated statistics of a partition.
const STORED = `${ROWS} CROSS JOIN LATERAL (SELECT o.* , o.xmin AS written_by FROM probe o WHERE o.observed_at = to_timestamp(i.at_ms / 1000.0)
  AND day_ms(o.observed_at) = day_ms(to_timestamp(i.at_ms / 1000.0)) AND o.series_id = i.series_id LIMIT 1) o`;

// Rows written by this transaction have its id in xmin; the others existed before.
const REPEATED = `SELECT i.n::int - 1 AS index,
  (i.health > o.health OR COALESCE(i.data_age_ms, -1) > COALESCE(o.data_age_ms, -1) OR COALESCE(i.latency_us, -1) > COALESCE(o.latency_us, -1)) AS is_worse
FROM ${STORED} WHERE o.written_by <> pg_current_xact_id()::xid`;

const MERGE = `UPDATE probe o SET health = GREATEST(o.health, i.health), data_age_ms = GREATEST(o.data_age_ms, i.data_age_ms), latency_us = GREATEST(o.latency_us, i.latency_us)
FROM ${ROWS}
WHERE o.observed_at = to_timestamp(i.at_ms / 1000.0) AND day_ms(o.observed_at) = day_ms(to_timestamp(i.at_ms / 1000.0)) AND o.series_id = i.series_id`;

/** Rows further apart than this get dirty ranges of their own, so that a late row does not make all the time between dirty. */
const APART_MS = 60_000;

function dirtyRanges(rows: readonly ProbeRow[]): Span[] {
  const spans: Span[] = [];
  for (const { at } of rows) {
    const last = spans.at(-1);
    if (last && at - last.to <= APART_MS) last.to = at;
    else spans.push({ from: at, to: at });
  }
  return spans;
}

/** Returns an array of numbers in PostgreSQL's text form. The driver's own conversion is slower, because it checks every element for quotes. */
function arrayText(rows: readonly ProbeRow[], of: (row: ProbeRow) => number | null): string {
  return `{${rows.map((row) => of(row) ?? 'NULL').join()}}`;
}

function columnsOf(rows: readonly ProbeRow[]): string[] {
  return [
    arrayText(rows, (r) => r.at),
    arrayText(rows, (r) => r.seriesId),
    arrayText(rows, (r) => r.dataAgeMs),
    arrayText(rows, (r) => r.latencyUs),
    arrayText(rows, (r) => HEALTHS.indexOf(r.health)),
    arrayText(rows, (r) => r.receivedAfterS),
  ];
}

/** Merges repeats with the stored rows, field by field the worse value; returns the indexes of the repeats. */
async function mergeRepeats(client: pg.ClientBase, rows: readonly ProbeRow[]): Promise<number[]> {
  const found = await client.query<{ index: number; is_worse: boolean }>({
    name: 'repeated-probes',
    text: REPEATED,
    values: columnsOf(rows),
  });
  const worse = found.rows.filter((row) => row.is_worse).map((row) => rows[row.index] as ProbeRow);
  if (worse.length > 0) await client.query({ name: 'merge-probes', text: MERGE, values: columnsOf(worse) });
  return found.rows.map((row) => row.index);
}

/**
 * Stores rows that are sorted by (at, seriesId) without duplicate keys, and merges repeats of stored keys. Returns the indexes of the
 * repeats. The order prevents deadlocks between two writers.
 */
export async function storeProbes(client: pg.ClientBase, rows: readonly ProbeRow[]): Promise<number[]> {
  const values = columnsOf(rows);
  const spans = dirtyRanges(rows);
  await client.query('BEGIN');
  try {
    const touched = [spans.map((span) => span.from), spans.map((span) => span.to)];
    const { rowCount } = await client.query({
      name: 'insert-probes',
      text: INSERT,
      values: [...values, ...touched],
    });
    const repeated = (rowCount ?? 0) < rows.length ? await mergeRepeats(client, rows) : [];
    await client.query('COMMIT');
    return repeated;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
