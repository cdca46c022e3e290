import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Context } from '#server/context';
import { type ProbeRow, storeProbes } from '#server/ingest/sql/probes';

const COPY_ROWS = 50_000;

type Shape = { connections: number; batch: number; seconds: number };

/** Rows of one instant, one a series, as ingest hands them to the database. */
export function rowsAt(at: number, firstSeries: number, count: number): ProbeRow[] {
  return Array.from({ length: count }, (_, i) => ({
    at,
    seriesId: firstSeries + i,
    health: 'up',
    dataAgeMs: (i % 7) * 1000,
    latencyUs: 5_500 + (i % 40) * 1000,
    receivedAfterS: 0,
  }));
}

async function repeatFor(seconds: number, work: () => Promise<number>): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let rows = 0;
  while (performance.now() < until) rows += await work();
  return rows;
}

async function onClients(
  pool: pg.Pool,
  count: number,
  work: (client: pg.PoolClient, index: number) => Promise<number>,
): Promise<number> {
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
  try {
    return (await Promise.all(clients.map(work))).reduce((sum, rows) => sum + rows, 0);
  } finally {
    for (const client of clients) client.release();
  }
}

/** Rows a second of the very insert that ingest makes, straight from Node: no HTTP, no JSON, no rules. */
export async function plainInsert(ctx: Context, { connections, batch, seconds }: Shape): Promise<number> {
  const rows = await onClients(ctx.ingest, connections, (client, index) => {
    let at = 0;
    return repeatFor(seconds, async () => {
      at = Math.max(Date.now(), at + 1);
      await storeProbes(client, rowsAt(at, 1 + index * batch, batch));
      return batch;
    });
  });
  return rows / seconds;
}

/** Rows a second that COPY puts into a table of the same columns without any index, committed every 50,000. */
export async function bareCopy(ctx: Context, { connections, seconds }: Omit<Shape, 'batch'>): Promise<number> {
  const stamp = new Date().toISOString();
  const lines = Array.from(
    { length: COPY_ROWS },
    (_, i) => `${stamp}\t${i}\t${(i % 7) * 1000}\t${5_500 + (i % 40) * 1000}\t2\t0\n`,
  );
  const text = Buffer.from(lines.join(''));
  await ctx.ingest.query('CREATE TABLE IF NOT EXISTS bench_bare (LIKE probe)');
  const startedAt = performance.now();
  const rows = await onClients(ctx.ingest, connections, (client) =>
    repeatFor(seconds, async () => {
      await pipeline(Readable.from([text]), client.query(copyFrom('COPY bench_bare FROM STDIN')));
      return COPY_ROWS;
    }),
  );
  const elapsedMs = performance.now() - startedAt; // the last copies end after the time is up
  await ctx.ingest.query('DROP TABLE bench_bare');
  return (rows * 1000) / elapsedMs;
}
