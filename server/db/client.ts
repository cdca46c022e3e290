import pg from 'pg';
import type { Log } from '#server/log';
import { SerialClient } from './serial-client.ts';

/** The limits of every connection pool. */
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const ANSWER_GRACE_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
/** The pools of a process; separate, so that changes never take the connections of pages. */
export const POOLS = {
  web: { max: 10, statementTimeoutMs: 15_000 },
  staff: { max: 6, statementTimeoutMs: 15_000 },
  ingest: { max: 6, statementTimeoutMs: 15_000 },
  worker: { max: 3, statementTimeoutMs: 120_000 },
  delivery: { max: 10, statementTimeoutMs: 15_000 },
  alerts: { max: 4, statementTimeoutMs: 15_000 },
  publishing: { max: 8, statementTimeoutMs: 5_000 },
} as const;

export type PoolName = keyof typeof POOLS;

/** Adds the time zone to the options in the URL, because these take precedence over options given separately. */
function withUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c TimeZone=UTC`.trim());
  return url.href;
}

/** Returns the name of the connections of an ingest process, by which `ingestProcesses` finds them. */
export function applicationName(pool: string, processName: string): string {
  return `candor-${pool} ${processName}`;
}

/** `max`: overrides the limit; `processName`: name of an ingest process, so that its connections show that it is alive. */
type PoolSettings = { max?: number | undefined; processName?: string | undefined };

/** Makes a pool whose sessions run in UTC (timestamptz would be shifted otherwise) and whose waits all have a limit. */
export function createPool(databaseUrl: string, name: PoolName, log: Log, own: PoolSettings = {}): pg.Pool {
  const { statementTimeoutMs } = POOLS[name];
  const { max = POOLS[name].max, processName } = own;
  const pool = new pg.Pool({
    Client: SerialClient,
    connectionString: withUtc(databaseUrl),
    application_name: processName === undefined ? `candor-${name}` : applicationName(name, processName),
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
  });
  // The pool does not listen to connections in use. Without a listener, the loss of one between two queries would end the process; the next query reports it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on(
    'error',
    (error) =>
      !pool.ending &&
      log.warn({ pool: name, code: (error as { code?: string }).code }, 'idle database connection lost'),
  );
  return pool;
}
