import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** An instant from which a series is unknown until its next probe, because its alert was not repeated. */
export type Lapse = { seriesId: number; at: Instant };
export type LapseChanges = { added: readonly Lapse[]; removed: readonly Lapse[] };
type Row = { series_id: number; at: Date };

/** How far evaluation may have advanced since a notification was received; changes up to then are evaluated again. */
const EVALUATED_AHEAD_MS = 600_000;

const toLapse = ({ series_id, at }: Row): Lapse => ({ seriesId: series_id, at: at.getTime() });

const LOAD = `SELECT l.series_id, l.at FROM alert_lapse l
WHERE l.series_id = ANY($1) AND l.at >= COALESCE((SELECT max(b.at) FROM alert_lapse b WHERE b.series_id = l.series_id AND b.at <= $2), '-infinity')
ORDER BY l.series_id, l.at`;

/** Returns the lapses of these series from the last at or before `oldest` on, ascending. */
export async function loadLapses(
  client: pg.ClientBase,
  seriesIds: readonly number[],
  oldest: Instant,
): Promise<Lapse[]> {
  const { rows } = await client.query<Row>({ name: 'load-lapses', text: LOAD, values: [seriesIds, new Date(oldest)] });
  return rows.map(toLapse);
}

/** Returns, by series, the lapses in [from, to], ascending. */
export async function lapsesWithin(client: pg.ClientBase, from: Instant, to: Instant): Promise<Map<number, Instant[]>> {
  const { rows } = await client.query<Row>({
    name: 'lapses-within',
    text: 'SELECT series_id, at FROM alert_lapse WHERE at >= $1 AND at <= $2 ORDER BY series_id, at', // index alert_lapse_at
    values: [new Date(from), new Date(to)],
  });
  const bySeries = Map.groupBy(rows.map(toLapse), ({ seriesId }) => seriesId);
  return new Map([...bySeries].map(([seriesId, lapses]) => [seriesId, lapses.map(({ at }) => at)]));
}

const columns = (lapses: readonly Lapse[]) => [
  lapses.map(({ seriesId }) => seriesId),
  lapses.map(({ at }) => new Date(at)),
];

/** Adds and removes lapses, and notes a dirty range in the same transaction where evaluation may have passed them. */
export async function saveLapses(
  client: pg.ClientBase,
  { added, removed }: LapseChanges,
  receivedAt: Instant,
): Promise<void> {
  const pairs = 'SELECT * FROM unnest($1::int[], $2::timestamptz[])';
  if (removed.length > 0)
    await client.query(`DELETE FROM alert_lapse WHERE (series_id, at) IN (${pairs})`, columns(removed));
  if (added.length > 0)
    await client.query(`INSERT INTO alert_lapse (series_id, at) ${pairs} ON CONFLICT DO NOTHING`, columns(added));
  const past = [...new Set([...added, ...removed].map(({ at }) => at))].filter(
    (at) => at <= receivedAt + EVALUATED_AHEAD_MS,
  );
  if (past.length > 0)
    await client.query(
      'INSERT INTO dirty_range (from_at, to_at) SELECT at, at FROM unnest($1::timestamptz[]) AS t(at)',
      [past.map((at) => new Date(at))],
    );
}

/** Deletes lapses that were followed by later ones before `before`. */
export async function forgetLapses(
  client: pg.ClientBase,
  seriesIds: readonly number[],
  before: Instant,
): Promise<void> {
  await client.query(
    `DELETE FROM alert_lapse l WHERE l.series_id = ANY($1) AND l.at < (SELECT max(b.at) FROM alert_lapse b WHERE b.series_id = l.series_id AND b.at <= $2)`,
    [seriesIds, new Date(before)],
  );
}
