import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import { applicationName } from '#server/db/client';
import { sqlFaultOf } from '#server/db/sql-fault';

/** The arrival of the earliest delivery that is not stored, by source. */
export type HeldSources = ReadonlyMap<number, Instant>;
/** `beat` changes with each report of the process; `acted` with any activity of its connections, null where it has none. */
export type IngestProcess = { name: string; watermark: Instant; held: HeldSources; beat: string; acted: string | null };

/** A report must not wait behind a blocked statement. */
const REPORT_TIMEOUT_MS = 5_000;

/** Reports that everything that arrived at the process before `watermark` is stored, except deliveries of held sources. */
export async function reportWatermark(
  pool: pg.Pool,
  name: string,
  watermark: Instant,
  held: HeldSources = new Map(),
): Promise<void> {
  const report: pg.QueryConfig & { query_timeout: number } = {
    name: 'report-watermark',
    text: `INSERT INTO ingest_process (name, watermark, held) VALUES ($1, $2, $3)
      ON CONFLICT (name) DO UPDATE SET watermark = $2, held = $3, beat = ingest_process.beat + 1`,
    values: [name, new Date(watermark), JSON.stringify(Object.fromEntries(held))],
    query_timeout: REPORT_TIMEOUT_MS,
  };
  const client = await pool.connect();
  let lost: Error | undefined;
  try {
    await client.query(report);
  } catch (error) {
    if (sqlFaultOf(error) === null) lost = error as Error; // otherwise the connection remains, and shows that the process is alive
    throw error;
  } finally {
    client.release(lost);
  }
}

type Row = { name: string; watermark: Date; held: Record<string, Instant>; beat: string; acted: string | null };

// A process that cannot write, for example on a full disk, cannot report. The activity of its connections shows that it is alive.
const PROCESSES = `SELECT p.name, p.watermark, p.held, p.beat,
  (SELECT max(a.state_change)::text FROM pg_stat_activity a WHERE a.datname = current_database() AND a.application_name LIKE '${applicationName('%', '')}' || p.name) AS acted
FROM ingest_process p`;

export async function ingestProcesses(pool: pg.Pool | pg.ClientBase): Promise<IngestProcess[]> {
  const { rows } = await pool.query<Row>({ name: 'ingest-processes', text: PROCESSES });
  return rows.map(({ name, watermark, held, beat, acted }) => ({
    name,
    watermark: watermark.getTime(),
    held: new Map(Object.entries(held).map(([id, at]) => [Number(id), at])),
    beat,
    acted,
  }));
}

/** Deletes a process that is gone. */
export async function forgetProcess(pool: pg.Pool, { name, watermark }: IngestProcess): Promise<void> {
  await pool.query('DELETE FROM ingest_process WHERE name = $1 AND watermark = $2', [name, new Date(watermark)]);
}
