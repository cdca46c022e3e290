import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '#server/db/embedded';
import { clusterPlace, postgresUser } from '#server/db/embedded-place';
import { createLog } from '#server/log';

const run = promisify(execFile);
const LOOK_EVERY_MS = 100;

/** PostgreSQL on one port, which is stopped and started by the caller only. `freeze` suspends its processes, so that connections hang. */
export type StoppablePostgres = {
  url: string;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  freeze: () => Promise<void>;
  thaw: () => Promise<void>;
};

async function isReady(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // the query below reports it
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false; // it still starts
  } finally {
    await client.end().catch(() => undefined); // it may not have connected
  }
}

/** Signals a child of PostgreSQL, which may have ended since it was listed. */
function signalChild(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts PostgreSQL with a cluster of its own in `dataDir`. */
export async function startStoppablePostgres(dataDir: string): Promise<StoppablePostgres> {
  const embedded = await startEmbedded(dataDir, createLog('error'));
  await embedded.stop(); // it only made the cluster: it would start again after each stop
  const { url } = embedded;
  const user = await postgresUser();
  const { bin, cluster } = await clusterPlace(dataDir, user);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=80', 'TimeZone=UTC'];
  const flags = ['-D', cluster, '-p', new URL(url).port, ...settings.flatMap((setting) => ['-c', setting])];
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    server = spawn(path.join(bin, 'postgres'), flags, {
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      cwd: '/',
      stdio: 'ignore',
    });
    while (!(await isReady(url))) await wait(LOOK_EVERY_MS);
  }

  /** Signals the process and its children, the process first, so that it makes no more of them. */
  async function signal(name: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const pid = server?.pid;
    if (pid === undefined || server?.exitCode !== null) return;
    process.kill(pid, name);
    const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(pid)]).catch(() => ({ stdout: '' })); // fails without children
    for (const child of stdout.split('\n').map(Number).filter(Boolean)) signalChild(child, name);
  }

  await start();
  return {
    url,
    start,
    stop: async () => {
      if (server === null || server.exitCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGINT'); // fast shutdown: ends open sessions
      await ended;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  };
}
