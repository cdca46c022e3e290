import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Scope } from '#domain/access/permission';
import { newToken } from '#server/identity/tokens/token';
import { systemRandom } from '#server/random';
import { COMPILE_CACHE, SHORT_LIVED } from '#server/test/compile-cache';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Limits that only a process that hangs exceeds, also on a busy machine. */
const READY_MS_MAX = 120_000;
const STOP_MS_MAX = 60_000;
const run = promisify(execFile);

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stderr: string };
/** `setUp` returns the one-time link that the server prints while there is no admin. */
export type Candor = {
  url: string;
  setUp: () => Promise<string>;
  kill: (signal: NodeJS.Signals) => Promise<Ended>;
  ended: Promise<Ended>;
};

function environment(dataDir: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const unset = { DATABASE_URL: '', PUBLIC_ORIGIN: '', ROLE: '', HOST: '' }; // empty counts as unset
  const { NO_COLOR: _, FORCE_COLOR: __, ...own } = process.env; // Node warns where both are set
  return {
    ...own,
    ...unset,
    ...COMPILE_CACHE,
    PORT: '0',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    ...extra,
  };
}

type LaunchOptions = { isGroup?: boolean; isDemo?: boolean };

/** Starts the process, with `isGroup` in its own process group, with `isDemo` on generated data. `ready` resolves to its URL, or to null if it ended first. */
function spawnCandor(
  dataDir: string,
  extra: Record<string, string>,
  { isGroup = false, isDemo = false }: LaunchOptions,
) {
  const env = environment(dataDir, extra);
  const child = spawn(process.execPath, [...SHORT_LIVED, 'server/main.ts', ...(isDemo ? ['--demo'] : [])], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isGroup,
  });
  let stderr = '';
  child.stderr.on('data', (bytes) => (stderr += bytes));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, stderr })),
  );
  let stdout = '';
  child.stdout.on('data', (bytes) => (stdout += bytes));
  return {
    child,
    ended,
    ready: readyUrl(child),
    stderr: () => stderr,
    setUp: () => printed(child, /^set-up (\S+)\n/m, () => stdout),
  };
}

function readyUrl(child: ChildProcess): Promise<string | null> {
  let stdout = '';
  return new Promise((resolve) => {
    child.once('exit', () => resolve(null));
    child.stdout?.on('data', (bytes) => {
      const url = /^ready (\S+)\n/m.exec((stdout += bytes))?.[1];
      if (url) resolve(url);
    });
  });
}

/** Resolves to the first match of the pattern in the output, now or later. */
function printed(child: ChildProcess, pattern: RegExp, stdout: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(stdout())?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', look);
    child.once('exit', () => reject(new Error('it ended before it printed that')));
    look();
  });
}

async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function stopPostgres(dataDir: string): Promise<void> {
  const pid = await postmasterPid(dataDir).catch(() => null); // stopped, or never started
  if (pid !== null) await run('kill', ['-INT', String(pid)]).catch(() => null); // it may just have ended
}

export async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
}

type Query = <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;

/** Runs work with a connection of its own. Ending it rolls back what it has not committed. */
async function withClient<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await readFile(path.join(dataDir, 'database.url'), 'utf8') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Returns functions that store a token, as `candor token create` does, without the second that a command takes to start. */
function tokensBy(query: Query) {
  async function plant(name: string, scopes: Scope[], source: string | null = null): Promise<string> {
    const { text, prefix, hash } = newToken(systemRandom);
    await query(
      'INSERT INTO token (name, prefix, hash, scopes, source_id, created_at) VALUES ($1, $2, $3, $4, (SELECT id FROM source WHERE name = $5), now())',
      [name, prefix, hash, scopes, source],
    );
    return text;
  }
  return {
    token: async (source: string) => {
      await query('INSERT INTO source (name, created_at) VALUES ($1, now()) ON CONFLICT DO NOTHING', [source]);
      return plant(source, ['probes:write', 'probes:backfill'], source);
    },
    staffToken: (...scopes: Scope[]) => plant(scopes.join(), scopes),
  };
}

/** The folder with the migrated cluster that the global set-up made, for the workers, which inherit the environment. */
export const TEMPLATE_VARIABLE = 'CANDOR_E2E_TEMPLATE';

/**
 * Creates a folder for the data of one test, and everything that runs on it. It begins as a copy of the template, whose PostgreSQL does not wait for
 * the disk. `isFresh`: it begins empty, for tests of the first start and of durability. `isPrivate`: fresh, in a home that only its owner may enter.
 */
export async function createPlace({ isFresh = false, isPrivate = false } = {}) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'candor-e2e-'));
  if (!isFresh && !isPrivate) await run('cp', ['-a', `${process.env[TEMPLATE_VARIABLE]}/.`, home]); // keeps the owner, the user postgres
  if (!isPrivate) await chmod(home, 0o755); // the user postgres may enter, as in a checkout
  const dataDir = isPrivate ? path.join(home, '.data') : home;
  const children = new Set<ReturnType<typeof spawnCandor>>();
  const printedErrors: (() => string)[] = [];

  function launch(extra: Record<string, string> = {}, options: LaunchOptions = {}) {
    const started = spawnCandor(dataDir, extra, options);
    children.add(started);
    printedErrors.push(started.stderr);
    void started.ended.then(() => children.delete(started));
    return started;
  }

  async function start(extra: Record<string, string> = {}, options: LaunchOptions = {}): Promise<Candor> {
    const started = launch(extra, options);
    const url = await within(started.ready, READY_MS_MAX, 'starting');
    if (url === null) throw new Error(`Candor ended: ${started.stderr()}`);
    const kill = (signal: NodeJS.Signals) => {
      started.child.kill(signal);
      return within(started.ended, STOP_MS_MAX, signal);
    };
    return { url, setUp: () => within(started.setUp(), READY_MS_MAX, 'the set-up link'), kill, ended: started.ended };
  }

  const query: Query = (text, values = []) =>
    withClient(dataDir, async (client) => (await client.query(text, values)).rows);

  /** Does work while a transaction locks the table, even against reading. */
  const whileLocked = <T>(table: string, work: () => Promise<T>): Promise<T> =>
    withClient(dataDir, async (client) => {
      await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      return work();
    });

  /** Runs a `candor` command and returns what it prints. */
  async function command(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [...SHORT_LIVED, 'server/cli/main.ts', ...args], {
      cwd: ROOT,
      env: environment(dataDir, {}),
    });
    return stdout.trim();
  }

  /** Fails if a process printed anything but lines of its log on standard error. */
  function expectJsonLines(): void {
    for (const stderr of printedErrors) for (const line of stderr().split('\n').filter(Boolean)) JSON.parse(line);
  }

  /** Stops all processes and removes the folder, and the cluster in /var/lib/candor if the user postgres may not enter the folder. */
  async function remove(): Promise<void> {
    for (const { child, ended } of [...children]) {
      child.kill('SIGTERM');
      await within(ended, STOP_MS_MAX, 'SIGTERM').catch(() => child.kill('SIGKILL'));
    }
    await stopPostgres(dataDir);
    expectJsonLines();
    const elsewhere = path.join('/var/lib/candor', createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
    for (const folder of [home, elsewhere])
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  return { dataDir, launch, start, command, query, whileLocked, ...tokensBy(query), remove };
}

export type Place = Awaited<ReturnType<typeof createPlace>>;
