import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { AppError } from '#server/errors';
import type { Log } from '#server/log';
import { createRestartPause } from '#server/restart-pause';
import { clusterPlace, postgresUser } from './embedded-place.ts';

const run = promisify(execFile);
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const RESTART = { firstMs: 300, maxMs: 15_000, stableMs: 60_000 };
/** How often it may end at its start before the start counts as failed. */
const ENDS_MAX = 3;
const DATABASE = 'candor';
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  max_connections: '100',
  jit: 'off',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
};

export type Embedded = { url: string; stop: () => Promise<void> };

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo; // a listening TCP server has one
      probe.close(() => resolve(port));
    });
  });
}

type Options = {
  /** In place of its usual settings. */
  settings?: Readonly<Record<string, string>>;
  /** Resolves also where PostgreSQL does not start. It is then restarted until it does, always on the same port. */
  mayFail?: boolean;
};

/**
 * Starts the bundled PostgreSQL on loopback. Creates its cluster under `dataDir` at the first start, and restarts it after an unexpected
 * exit, until stopped. Where this process is root, PostgreSQL runs as the user `postgres`.
 */
export async function startEmbedded(
  dataDir: string,
  log: Log,
  { settings = {}, mayFail = false }: Options = {},
): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true });
  const user = await postgresUser();
  const { bin, cluster } = await clusterPlace(dataDir, user);
  const password = await readPassword(path.join(dataDir, 'postgres.password'));
  const own = user ? { uid: user.uid, gid: user.gid } : {};
  await createCluster(bin, cluster, password, own);
  await stopOrphan(bin, cluster, own);
  const logFile = path.join(dataDir, 'postgres.log');
  const output = await open(logFile, 'a');
  const postgres = keepRunning(log, (port) => {
    const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return spawn(path.join(bin, 'postgres'), ['-D', cluster, '-p', String(port), ...flags], {
      ...own,
      cwd: '/',
      stdio: ['ignore', output.fd, output.fd],
      detached: true,
    });
  });
  const stop = () => postgres.stop().finally(() => output.close());
  const url = () => `postgresql://candor:${password}@127.0.0.1:${postgres.port()}/${DATABASE}`;
  try {
    await untilReady({ url, logFile, hasFailed: () => postgres.ends() >= ENDS_MAX });
  } catch (error) {
    if (!mayFail) {
      await stop();
      throw error;
    }
    log.error({ message: (error as Error).message }, 'the embedded database did not start; trying again');
  }
  postgres.keepPort();
  return { url: url(), stop };
}

/**
 * Runs PostgreSQL until stopped. `ends`: how often it has ended. Until `keepPort`, each start has a port of its own, because another process may have taken
 * the last one.
 */
function keepRunning(log: Log, launch: (port: number) => ChildProcess) {
  const stopping = new AbortController();
  let port = 0;
  let isPortKept = false;
  let ends = 0;
  let child: ChildProcess | undefined;

  async function run(): Promise<void> {
    const pauseAfter = createRestartPause(RESTART);
    while (!stopping.signal.aborted) {
      if (!isPortKept) port = await freePort();
      if (stopping.signal.aborted) return;
      const startedAtMs = performance.now();
      child = launch(port);
      const [code] = await once(child, 'exit');
      if (stopping.signal.aborted) return;
      ends += 1;
      const pauseMs = pauseAfter(performance.now() - startedAtMs);
      log.error({ code, pauseMs }, 'PostgreSQL exited unexpectedly; restarting it');
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  const running = run();
  return {
    port: () => port,
    keepPort: () => {
      isPortKept = true;
    },
    ends: () => ends,
    stop: async () => {
      stopping.abort();
      child?.kill('SIGINT'); // fast shutdown: ends open sessions and writes a checkpoint
      await Promise.race([running, wait(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    },
  };
}

async function readPassword(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const password = randomBytes(24).toString('hex');
    await writeFile(file, password, { mode: 0o600 });
    return password;
  }
}

async function createCluster(
  bin: string,
  cluster: string,
  password: string,
  own: { uid?: number; gid?: number },
): Promise<void> {
  const made = await readFile(path.join(cluster, 'PG_VERSION')).catch(() => null); // not created yet
  if (made) return;
  const unfinished = `${cluster}.new`; // renamed when complete, so that an interrupted first start leaves no partial cluster
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = `${cluster}.pw`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (own.uid !== undefined && own.gid !== undefined) {
    await chown(unfinished, own.uid, own.gid);
    await chown(passwordFile, own.uid, own.gid);
  }
  const flags = [
    '-D',
    unfinished,
    '-U',
    'candor',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  try {
    await run(path.join(bin, 'initdb'), flags, { ...own, cwd: '/' });
    await rename(unfinished, cluster);
  } catch (error) {
    throw new AppError(
      'bad_environment',
      `DATA_DIR: PostgreSQL could not create its files in ${cluster}: ${(error as { stderr?: string }).stderr?.trim()}`,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Stops a PostgreSQL that still runs on the cluster because its Candor process was killed. */
async function stopOrphan(bin: string, cluster: string, own: { uid?: number; gid?: number }): Promise<void> {
  const isRunning = await run(path.join(bin, 'pg_ctl'), ['status', '-D', cluster], { ...own, cwd: '/' }).then(
    () => true,
    () => false, // pg_ctl fails where none runs
  );
  if (isRunning) await run(path.join(bin, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w'], { ...own, cwd: '/' });
}

type Starting = { url: () => string; logFile: string; hasFailed: () => boolean };

/** Waits until PostgreSQL answers, and creates the database if it is missing. Errors: database_unavailable where it does not start. */
async function untilReady({ url, logFile, hasFailed }: Starting): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({
      connectionString: url().replace(/\/[^/]*$/, '/postgres'),
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined); // connect and query below report it
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      return;
    } catch (error) {
      const isRecovering = (error as { code?: string }).code === '57P03'; // it replays its log after a crash, which may take long
      if (hasFailed() || (performance.now() > deadline && !isRecovering))
        throw new AppError(
          'database_unavailable',
          `PostgreSQL did not start. See ${logFile}. Last error: ${(error as Error).message}`,
        );
      await wait(25);
    } finally {
      await client.end().catch(() => undefined); // it may not have connected
    }
  }
}
