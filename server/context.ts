import type pg from 'pg';
import type { PrismaClient } from '#prisma';
import type { Clock } from './clock.ts';
import { assert } from './errors.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';

/** Everything a verb may touch of the world. */
export type Context = {
  /** Plain reads and writes of the catalogue. */
  prisma: PrismaClient;
  /** Pages, JSON and commands. */
  web: pg.Pool;
  /** Storing probes, so that a busy page never delays them. */
  ingest: pg.Pool;
  /** Evaluation and upkeep. */
  worker: pg.Pool;
  clock: Clock;
  random: Random;
  log: Log;
  publicOrigin: string;
};

// Next bundles its own copy of every module, so what is shared with the process around it hangs on globalThis.
const KEY = Symbol.for('candor.context');
const shared = globalThis as { [KEY]?: Context };

export function shareContext(ctx: Context): void {
  shared[KEY] = ctx;
}

/** The running process's context; for route handlers and pages. */
export function context(): Context {
  const ctx = shared[KEY];
  assert(ctx, 'the context is shared before the first request');
  return ctx;
}
