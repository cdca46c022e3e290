import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDataDir } from '#server/db/data-lock';
import { type Env, readEnv } from '#server/env';
import { createLog } from '#server/log';
import { testWorld } from '#server/test/database';
import { withContext } from './with-context.ts';

const world = testWorld();
const log = createLog('silent');
let folder = '';
let named: string[] = [];

const run = <T>(env: Env, work: Parameters<typeof withContext<T>>[2]) =>
  withContext(env, { log, onDatabase: (database) => named.push(database) }, work);
const env = (more: Record<string, string> = {}) => readEnv({ DATA_DIR: folder, ...more });
const databaseOf = (url: string) => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

beforeEach(async () => {
  named = [];
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a command', () => {
  test('uses the database of DATABASE_URL, and names it without its password', async () => {
    const name = await run(env({ DATABASE_URL: world.url }), async ({ web }) => {
      const { rows } = await web.query('SELECT current_database() AS name');
      return rows[0].name;
    });
    expect(new URL(world.url).pathname).toBe(`/${name}`);
    expect(named).toEqual([`${databaseOf(world.url)} (DATABASE_URL)`]);
  });

  test('uses the database of the Candor that runs on DATA_DIR', async () => {
    const unlock = await lockDataDir(folder);
    await writeFile(path.join(folder, 'database.url'), world.url);
    expect(await run(env(), async ({ prisma }) => prisma.component.count())).toBeGreaterThan(0);
    expect(named).toEqual([`embedded, in use by Candor on DATA_DIR ${folder}`]);
    await unlock();
  });

  test('is refused while Candor starts on DATA_DIR, with advice', async () => {
    const unlock = await lockDataDir(folder);
    await expect(run(env(), async () => 'done')).rejects.toMatchObject({
      code: 'already_running',
      message: `Candor on DATA_DIR ${folder} is starting or stopping, or uses an external database. Try again in a few seconds, or set DATABASE_URL for this command.`,
    });
    expect(named).toEqual([]);
    expect(await run(env({ DATABASE_URL: world.url }), async () => 'done')).toBe('done');
    await unlock();
  });

  test('closes its connections after its work, also if that fails', async () => {
    let ended = () => false;
    const work = run(env({ DATABASE_URL: world.url }), async ({ web }) => {
      ended = () => web.ended;
      throw new Error('failed');
    });
    await expect(work).rejects.toThrow('failed');
    expect(ended()).toBe(true);
  });

  test.each([
    [{}, 'http://localhost:3000'],
    [{ PORT: '3100' }, 'http://localhost:3100'],
    [{ PORT: '3100', PUBLIC_ORIGIN: 'https://status.example' }, 'https://status.example'],
  ])('prints links to the origin of the settings %j: %s', async (more, origin) => {
    expect(await run(env({ DATABASE_URL: world.url, ...more }), async (ctx) => ctx.publicOrigin)).toBe(origin);
  });
});
