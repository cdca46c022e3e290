import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { manualClock } from '#server/clock';
import type { Context } from '#server/context';
import type { PoolName } from '#server/db/client';
import { createLog } from '#server/log';
import { createMail } from '#server/mail/create-mail';
import { openContext } from '#server/open-context';
import { systemRandom } from '#server/random';

const TEMPLATE = 'candor';
/** The lowest cost of a password hash: the password of the tests needs no protection. */
const LOG2_COST = 10;

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('databaseUrl').replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function cloneDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock(1)'); // only one connection can clone a template at a time
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
  });
  return {
    url: inject('databaseUrl').replace(/\/[^/]*$/, `/${name}`),
    drop: async () => void (await asAdmin((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

/** `mailFolder`: the folder of sent mail, one file per message. */
export type TestWorld = { ctx: Context; clock: ReturnType<typeof manualClock>; url: string; mailFolder: string };

/** As many connections as in production, for tests of concurrency. */
export const AS_IN_PRODUCTION = {};
/**
 * So few connections that code which requests a second one while it holds the first waits in vain, and its test fails. Only `ingest` has two:
 * a notification of alerts holds one while its probes are stored, one notification at a time.
 */
const FEWEST_CONNECTIONS = { web: 1, staff: 1, ingest: 2, worker: 1, delivery: 1, alerts: 1 } as const;

/** Makes a separate database and a manual clock for the tests of one file. */
export function testWorld(
  start = Date.parse('2022-03-30T12:00:00Z'),
  connectionsMax: Partial<Record<PoolName, number>> = FEWEST_CONNECTIONS,
): TestWorld {
  const world = {} as TestWorld;
  let close: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    const database = await cloneDatabase();
    const clock = manualClock(start);
    const mailFolder = await mkdtemp(path.join(os.tmpdir(), 'candor-mail-'));
    const mail = createMail({
      smtpUrl: undefined,
      from: 'Candor <candor@status.example>',
      folder: mailFolder,
      random: systemRandom,
    });
    const ctx = openContext({
      databaseUrl: database.url,
      log: createLog('silent'),
      clock,
      mail,
      connectionsMax,
      passwordLog2Cost: LOG2_COST,
    });
    Object.assign(world, { ctx, clock, url: database.url, mailFolder });
    close = async () => {
      await ctx.close();
      await database.drop();
      await rm(mailFolder, { recursive: true });
    };
  });
  afterAll(() => close());
  return world;
}
