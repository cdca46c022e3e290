import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { HEALTHS, type Health } from '#domain/observation';
import { assert } from '../../errors.ts';

/** 2000-01-01T00:00:00Z in ms: the epoch of PostgreSQL's binary timestamps, which count microseconds. */
const PG_EPOCH_MS = 946_684_800_000;
const HEADER_BYTES = 19;

export type StoredObservation = { at: number; seriesId: number; health: Health; dataAgeMs: number | null; latencyUs: number | null };

function query(from: number, to: number, limit: number | 'ALL'): string {
  const [lower, upper] = [from, to].map((t) => `'${new Date(t).toISOString()}'`); // COPY takes no parameters; instants are numbers of ours
  return `COPY (SELECT observed_at, series_id, data_age_ms, latency_us, health FROM observation
    WHERE observed_at > ${lower} AND observed_at <= ${upper} ORDER BY observed_at, series_id LIMIT ${limit}) TO STDOUT (FORMAT binary)`;
}

/** Reads one field of a binary tuple: its value, or null, and where the next begins. */
function readInt(bytes: Buffer, offset: number, size: number): number | null {
  return size < 0 ? null : size === 2 ? bytes.readInt16BE(offset) : bytes.readInt32BE(offset);
}

function decode(bytes: Buffer): StoredObservation[] {
  const rows: StoredObservation[] = [];
  let offset = HEADER_BYTES + bytes.readInt32BE(HEADER_BYTES - 4);
  while (bytes.readInt16BE(offset) !== -1) {
    offset += 6; // field count, size of the timestamp
    const at = Number(bytes.readBigInt64BE(offset) / 1000n) + PG_EPOCH_MS;
    offset += 8;
    const fields: (number | null)[] = [];
    for (let i = 0; i < 4; i++) {
      const size = bytes.readInt32BE(offset);
      fields.push(readInt(bytes, offset + 4, size));
      offset += 4 + Math.max(size, 0);
    }
    rows.push({
      at,
      seriesId: fields[0] as number,
      dataAgeMs: fields[1] as number | null,
      latencyUs: fields[2] as number | null,
      health: HEALTHS[fields[3] as number] as Health,
    });
  }
  return rows;
}

/** Observations in (from, to], ascending by instant and series. COPY in binary: text rows cost the driver several times as much. */
export async function readObservations(client: pg.ClientBase, from: number, to: number, limit: number | 'ALL' = 'ALL'): Promise<StoredObservation[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(query(from, to, limit))) as AsyncIterable<Buffer>) chunks.push(chunk);
  return decode(Buffer.concat(chunks));
}

/** The same, at most `limit` of them: where there are more, `to` comes back as the last instant that was read whole. */
export async function readChunk(client: pg.ClientBase, from: number, to: number, limit: number): Promise<{ rows: StoredObservation[]; to: number }> {
  const rows = await readObservations(client, from, to, limit);
  if (rows.length < limit) return { rows, to };
  const cut = (rows.at(-1) as StoredObservation).at;
  const whole = rows.filter((row) => row.at < cut);
  assert(whole.length > 0, 'a chunk of observations spans more than one instant');
  return { rows: whole, to: cut - 1 };
}
