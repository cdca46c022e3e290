import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import { assert } from '#server/errors';
import { createLog } from '#server/log';
import { openContext } from '#server/open-context';

const ROOT = path.resolve(import.meta.dirname, '../..');
const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
const log = createLog('error');

/** What a bench started; undone last first, whether it succeeds, fails or gets a signal. */
type Cleanup = (step: () => unknown) => void;
const steps: (() => unknown)[] = [];

/** Adds a step that is undone at the end. */
export const onEnd: Cleanup = (step) => {
  steps.push(step);
};

export async function undoAll(): Promise<void> {
  for (let step = steps.pop(); step; step = steps.pop()) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`bench: cleaning up failed: ${(error as Error).message}\n`);
    }
  }
}

/** Makes a folder for one bench that the user `postgres` can enter, so that the cluster is in it and is deleted with it. */
export async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), 'candor-bench-'));
  onEnd(() => rm(made, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(made, 0o755);
  return made;
}

export type Database = { url: string; stop: () => Promise<void> };

/** The project's own PostgreSQL, with its own settings and others in `settings`, on `dataDir`. */
export async function database(dataDir: string, settings: Record<string, string> = {}): Promise<Database> {
  const { url, stop } = await startEmbedded(dataDir, log, { settings });
  let isStopped = false;
  const stopOnce = async () => {
    if (!isStopped) await stop();
    isStopped = true;
  };
  onEnd(stopOnce);
  return { url, stop: stopOnce };
}

/** A migrated database and the context of a process that uses it. `close` before the database stops. */
export async function openMigrated(
  url: string,
  clock?: Context['clock'],
): Promise<Context & { close: () => Promise<void> }> {
  const ctx = openContext({ databaseUrl: url, log, ...(clock ? { clock } : {}) });
  let isClosed = false;
  const close = async () => {
    if (!isClosed) await ctx.close();
    isClosed = true;
  };
  onEnd(close);
  await migrate(ctx.web);
  return { ...ctx, close };
}

/** Runs a program of the project with Node; what it prints on stdout is the caller's. */
export function node(file: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [path.join(ROOT, file), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onEnd(() => end(child));
  return child;
}

/** Ends a child: asks, then kills. */
async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timeout = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timeout);
}

/** Returns the output of a child; rejects where it fails. */
export async function outputOf(child: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await ended;
  if (code !== 0) throw new Error(`${child.spawnargs.slice(1).join(' ').slice(0, 200)} ended with ${code}`);
  return Buffer.concat(chunks).toString();
}

/** Returns the settings with which `npm start` starts Node. */
function startSettings(): Record<string, string> {
  const scripts = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const [, settings = '', flags] = /exec env (.+) node (.+) server\/main\.ts"/.exec(scripts) ?? [];
  assert(flags, 'the script start names its settings');
  return { ...Object.fromEntries(settings.split(' ').map((setting) => setting.split('='))), NODE_OPTIONS: flags };
}

export type Served = {
  url: string;
  readyMs: number;
  pid: number;
  stop: () => Promise<void>;
  /** Kills the process (SIGKILL), and resolves when it has ended. */
  kill: () => Promise<void>;
};

/** Starts server/main.ts as `npm start` does and waits for its `ready` line. */
export async function serve(env: Record<string, string>): Promise<Served> {
  const startedAt = performance.now();
  const child = node('server/main.ts', [], { PORT: '0', LOG_LEVEL: 'warn', ...startSettings(), ...env });
  const url = await Promise.race([readyUrl(child), wait(READY_MS_MAX, null, { ref: false })]);
  if (!url) throw new Error('the server did not get ready');
  return {
    url,
    readyMs: performance.now() - startedAt,
    pid: child.pid ?? 0,
    stop: () => end(child),
    kill: () => end(child, 'SIGKILL'),
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /^ready (\S+)$/m.exec(text)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
  });
}
