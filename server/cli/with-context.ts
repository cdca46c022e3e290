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

type Out = { log: Log; say: (database: string) => void };

/**
 * Runs a command against the database of the running Candor, or starts the embedded one for as long as the command takes. `say` hears which
 * database that is: with another DATA_DIR it is another one, and nothing else would show it.
 */
export async function withContext<T>(env: Env, { log, say }: Out, work: (ctx: Context) => Promise<T>): Promise<T> {
  const publicOrigin = env.PUBLIC_ORIGIN ?? `http://localhost:${env.PORT}`;
  const folder = path.resolve(env.DATA_DIR);
  const running = env.DATABASE_URL ?? (await urlOfRunning(env.DATA_DIR));
  if (running) {
    say(
      env.DATABASE_URL
        ? `${nameOf(env.DATABASE_URL)} (DATABASE_URL)`
        : `that of the Candor running on DATA_DIR ${folder}`,
    );
    return withUrl({ databaseUrl: running, log, publicOrigin }, work);
  }
  say(`embedded, in DATA_DIR ${folder}`);
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

/** Host and name, without user and password. */
function nameOf(databaseUrl: string): string {
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

/** The URL that a running Candor left in DATA_DIR; null where none runs there. Errors: already_running where it left none. */
async function urlOfRunning(dataDir: string): Promise<string | null> {
  if (!(await isHeld(dataDir))) return null;
  const url = await readFile(path.join(dataDir, 'database.url'), 'utf8').catch(() => null); // written once its database answers
  if (url === null)
    throw new AppError(
      'already_running',
      `The Candor on DATA_DIR ${dataDir} is starting or stopping, or uses a DATABASE_URL: try again in a moment, or set DATABASE_URL for this command too.`,
    );
  return url;
}
