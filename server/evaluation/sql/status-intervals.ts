import type pg from 'pg';
import type { Status } from '#domain/measurement/status';
import type { Instant, Interval } from '#domain/time/interval';

/** `to` null: the interval is open. */
export type StoredInterval = { from: Instant; to: Instant | null; status: Status };
type Row = { component_id: number; from_at: Date; to_at: Date | null; status: Status };

function toInterval(row: Row): StoredInterval {
  return { from: row.from_at.getTime(), to: row.to_at?.getTime() ?? null, status: row.status };
}

// Intervals do not overlap: the one that covers `from` is the last that starts at or before it, found through the primary key.
const OVERLAPPING = `SELECT i.* FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS c(id, from_at, to_at) CROSS JOIN LATERAL (
  (SELECT component_id, from_at, to_at, status FROM status_interval WHERE component_id = c.id AND from_at <= c.from_at ORDER BY from_at DESC LIMIT 1)
  UNION ALL
  (SELECT component_id, from_at, to_at, status FROM status_interval WHERE component_id = c.id AND from_at > c.from_at AND from_at < c.to_at)
) i WHERE i.to_at IS NULL OR i.to_at > c.from_at ORDER BY i.component_id, i.from_at`;

/** `to` null: to the end of the record. */
export type ComponentSpan = { componentId: number; from: Instant; to: Instant | null };

/** Returns the intervals of each component that overlap its span [from, to), whole, ascending, by component. */
export async function intervalsWithin(
  client: pg.ClientBase | pg.Pool,
  spans: readonly ComponentSpan[],
): Promise<Map<number, StoredInterval[]>> {
  const { rows } = await client.query<Row>({
    name: 'intervals-overlapping',
    text: OVERLAPPING,
    values: [
      spans.map(({ componentId }) => componentId),
      spans.map(({ from }) => new Date(from)),
      spans.map(({ to }) => (to === null ? 'infinity' : new Date(to))),
    ],
  });
  const found = new Map<number, StoredInterval[]>(spans.map(({ componentId }) => [componentId, []]));
  for (const row of rows) found.get(row.component_id)?.push(toInterval(row));
  return found;
}

/** Returns the intervals of the components that overlap [from, to), whole, ascending, by component. */
export async function intervalsOverlapping(
  client: pg.ClientBase | pg.Pool,
  componentIds: readonly number[],
  from: Instant,
  to: Instant | null,
): Promise<Map<number, StoredInterval[]>> {
  return intervalsWithin(
    client,
    componentIds.map((componentId) => ({ componentId, from, to })),
  );
}

/** Returns when the record of each component begins; components without one are missing. */
export async function firstIntervals(client: pg.ClientBase): Promise<Map<number, Instant>> {
  const text = `SELECT c.id, i.from_at FROM component c
    CROSS JOIN LATERAL (SELECT from_at FROM status_interval WHERE component_id = c.id AND status <> 'not_monitored' ORDER BY from_at LIMIT 1) i`;
  const { rows } = await client.query<{ id: number; from_at: Date }>({ name: 'first-intervals', text });
  return new Map(rows.map((row) => [row.id, row.from_at.getTime()]));
}

/** Closes the open interval at the end of the record. */
export function closed(intervals: readonly StoredInterval[], evaluatedUntil: Instant): Interval<Status>[] {
  return intervals
    .map((i) => ({ ...i, to: Math.min(i.to ?? evaluatedUntil, evaluatedUntil) }))
    .filter((i) => i.to > i.from);
}

/** Deletes intervals by their start, and inserts others. */
export async function replaceIntervals(
  client: pg.ClientBase,
  componentId: number,
  removed: readonly StoredInterval[],
  added: readonly StoredInterval[],
): Promise<void> {
  await client.query('DELETE FROM status_interval WHERE component_id = $1 AND from_at = ANY($2::timestamptz[])', [
    componentId,
    removed.map((i) => new Date(i.from)),
  ]);
  await client.query(
    `INSERT INTO status_interval (component_id, from_at, to_at, status)
     SELECT $1, to_timestamp(i.from_ms / 1000.0), to_timestamp(i.to_ms / 1000.0), i.status FROM unnest($2::float8[], $3::float8[], $4::text[]) AS i(from_ms, to_ms, status)`,
    [componentId, added.map((i) => i.from), added.map((i) => i.to), added.map((i) => i.status)],
  );
}
