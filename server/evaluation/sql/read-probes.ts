import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { HEALTHS, type Health } from '#domain/measurement/probe';
import type { Instant, Span } from '#domain/time/interval';
import { assert } from '#server/errors';
import { BY_KEY, dayRanges, isWithin } from '#server/ingest/sql/day-ranges';

/** 2000-01-01T00:00:00Z in ms: the epoch of PostgreSQL's binary timestamps, which count microseconds. */
const PG_EPOCH_MS = 946_684_800_000;
const HEADER_BYTES = 19;

export type StoredProbe = {
  at: number;
  seriesId: number;
  health: Health;
  dataAgeMs: number | null;
  latencyUs: number | null;
};

/** Reads a nullable int4 whose length word is at `offset`. */
function readNullable(view: DataView, offset: number): number | null {
  return view.getInt32(offset) < 0 ? null : view.getInt32(offset + 4);
}

/** Decodes binary tuples: a count of fields, then the length and bytes of each. This is the hot loop of every evaluation, so it allocates only the rows and avoids BigInt. */
function decode(bytes: Buffer): StoredProbe[] {
  const rows: StoredProbe[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = HEADER_BYTES + view.getInt32(HEADER_BYTES - 4);
  while (view.getInt16(offset) !== -1) {
    const micros = view.getInt32(offset + 6) * 2 ** 32 + view.getUint32(offset + 10);
    const seriesId = view.getInt32(offset + 18);
    const dataAgeMs = readNullable(view, offset + 22);
    offset += dataAgeMs === null ? 26 : 30;
    const latencyUs = readNullable(view, offset);
    offset += latencyUs === null ? 4 : 8;
    rows.push({
      at: Math.floor(micros / 1000) + PG_EPOCH_MS,
      seriesId,
      health: HEALTHS[view.getInt16(offset + 4)] as Health,
      dataAgeMs,
      latencyUs,
    });
    offset += 6;
  }
  return rows;
}

async function copied(client: pg.ClientBase, text: string): Promise<Buffer> {
  const stream = client.query(copyTo(text));
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  } finally {
    // The driver starts a timer for every query and stops it in its callback, which a stream of COPY never calls.
    (stream as { callback?: () => void }).callback?.();
  }
  return Buffer.concat(chunks);
}

/** Returns the probes in [from, to], ascending by instant and series, at most `limit`. Uses binary COPY, because text rows cost the driver several times as much. */
export async function readProbes(
  client: pg.ClientBase,
  from: number,
  to: number,
  limit = Number.POSITIVE_INFINITY,
): Promise<StoredProbe[]> {
  const days: StoredProbe[][] = [];
  let left = limit;
  for (const range of dayRanges(from, to)) {
    const text = `COPY (SELECT observed_at, series_id, data_age_ms, latency_us, health FROM probe
      WHERE ${isWithin(range)} ORDER BY ${BY_KEY} LIMIT ${Number.isFinite(left) ? left : 'ALL'}) TO STDOUT (FORMAT binary)`;
    const rows = decode(await copied(client, text));
    days.push(rows);
    left -= rows.length;
    if (left <= 0) break;
  }
  return days.length === 1 ? (days[0] as StoredProbe[]) : days.flat();
}

/** Returns the same; where there are `limit` or more, `to` is the last instant that was read completely. */
export async function readChunk(
  client: pg.ClientBase,
  from: number,
  to: number,
  limit: number,
): Promise<{ rows: StoredProbe[]; to: number }> {
  const rows = await readProbes(client, from, to, limit);
  if (rows.length < limit) return { rows, to };
  const cut = (rows.at(-1) as StoredProbe).at;
  const whole = rows.filter((row) => row.at < cut);
  assert(whole.length > 0, 'a chunk of probes spans more than one instant');
  return { rows: whole, to: cut - 1 };
}

/** Returns the latest instant up to which [from, to) holds at most `rows` probes and one millisecond more; `to` where the span holds no more. */
export async function instantBeforeRows(client: pg.ClientBase, { from, to }: Span, rows: number): Promise<Instant> {
  let left = rows;
  for (const range of dayRanges(from, to - 1)) {
    const text = `SELECT observed_at AS at FROM probe WHERE ${isWithin(range)} ORDER BY ${BY_KEY}`;
    const { rows: found } = await client.query<{ at: Date }>(`${text} OFFSET ${left} LIMIT 1`);
    if (found[0]) return Math.max(found[0].at.getTime(), from + 1);
    left -= await countWithin(client, range);
  }
  return to;
}

/** Returns the earliest instant at or after `from` from which the rest of the span holds at most `rows` probes. */
export async function instantAfterRows(client: pg.ClientBase, { from, to }: Span, rows: number): Promise<Instant> {
  let left = rows;
  for (const range of dayRanges(from, to - 1).reverse()) {
    const text = `SELECT observed_at AS at FROM probe WHERE ${isWithin(range)} ORDER BY day_ms(observed_at) DESC, series_id DESC`;
    const { rows: found } = await client.query<{ at: Date }>(`${text} OFFSET ${left} LIMIT 1`);
    if (found[0]) return found[0].at.getTime() + 1;
    left -= await countWithin(client, range);
  }
  return from;
}

async function countWithin(client: pg.ClientBase, range: ReturnType<typeof dayRanges>[number]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM probe WHERE ${isWithin(range)}`,
  );
  return rows[0]?.count ?? 0;
}
