import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '#prisma';
import type { Log } from '#server/log';
import { SerialClient } from './serial-client.ts';

/** Named limits of every connection pool. */
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const ANSWER_GRACE_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
/** Of transactions that verbs make: until one begins, and until it is done. */
const TRANSACTION_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 15_000;
/** A person's change never takes a connection that a reader's page needs. */
export const POOLS = {
  web: { max: 10, statementTimeoutMs: 15_000 },
  staff: { max: 6, statementTimeoutMs: 15_000 },
  ingest: { max: 6, statementTimeoutMs: 15_000 },
  worker: { max: 3, statementTimeoutMs: 120_000 },
} as const;

export type PoolName = keyof typeof POOLS;

/** Adds our setting to those that the URL brings: in a URL, `options` win over any given beside it. */
function withUtc(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c TimeZone=UTC`.trim());
  return url.href;
}

/** What the connections of a process that takes probes are called; `ingestProcesses` looks for them. */
export function applicationName(pool: string, processName: string): string {
  return `candor-${pool} ${processName}`;
}

/** `max`: instead of the usual limit; `processName`: of the process that takes probes, so that its connections show that it is alive. */
type PoolSettings = { max?: number | undefined; processName?: string | undefined };

/** A pool whose every session runs in UTC (timestamptz would be shifted otherwise) and never waits for ever. */
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
  // A connection in use has no listener of the pool's: without one, its loss between two queries would end the process. The next query reports it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on(
    'error',
    (error) =>
      !pool.ending &&
      log.warn({ pool: name, code: (error as { code?: string }).code }, 'an idle database connection was lost'),
  );
  return pool;
}

export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
}
