import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '#server/context';
import { checkInstants } from '#server/db/check-instants';
import { isHeld, lockDataDir } from '#server/db/data-lock';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import type { Env } from '#server/env';
import { AppError } from '#server/errors';
import type { Log } from '#server/log';
import { openContext } from '#server/open-context';

type Output = { log: Log; onDatabase: (database: string) => void };

/**
 * Runs a command against the database of the running Candor, or starts the embedded database until the command has ended.
 * `onDatabase` receives a description of that database, because a different DATA_DIR silently means a different database.
 */
export async function withContext<T>(
  env: Env,
  { log, onDatabase }: Output,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const publicOrigin = env.PUBLIC_ORIGIN ?? `http://localhost:${env.PORT}`;
  const folder = path.resolve(env.DATA_DIR);
  const running = env.DATABASE_URL ?? (await urlOfRunning(env.DATA_DIR));
  if (running) {
    onDatabase(
      env.DATABASE_URL
        ? `${withoutPassword(env.DATABASE_URL)} (DATABASE_URL)`
        : `embedded, in use by Candor on DATA_DIR ${folder}`,
    );
    return withUrl({ databaseUrl: running, log, publicOrigin }, work);
  }
  onDatabase(`embedded, started from DATA_DIR ${folder}`);
  const unlock = await lockDataDir(env.DATA_DIR);
  try {
    const embedded = await startEmbedded(env.DATA_DIR, log);
    try {
      return await withUrl({ databaseUrl: embedded.url, log, publicOrigin }, work);
    } finally {
      await embedded.stop();
    }
  } finally {
    await unlock();
  }
}

/** Returns host and database name, without user and password. */
function withoutPassword(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

async function withUrl<T>(options: Parameters<typeof openContext>[0], work: (ctx: Context) => Promise<T>): Promise<T> {
  const ctx = openContext(options);
  try {
    await migrate(ctx.web);
    await checkInstants(ctx);
    return await work(ctx);
  } finally {
    await ctx.close();
  }
}

/** Returns the database URL that a running Candor wrote to DATA_DIR, or null if none is running. Errors: already_running if it wrote none. */
async function urlOfRunning(dataDir: string): Promise<string | null> {
  if (!(await isHeld(dataDir))) return null;
  const url = await readFile(path.join(dataDir, 'database.url'), 'utf8').catch(() => null); // the server writes it when its database accepts connections
  if (url === null)
    throw new AppError(
      'already_running',
      `Candor on DATA_DIR ${dataDir} is starting or stopping, or uses an external database. Try again in a few seconds, or set DATABASE_URL for this command.`,
    );
  return url;
}
