import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { databaseDown, pastIncident } from '../bench/lib/database-down.ts';
import { type StoppablePostgres, startStoppablePostgres } from '../bench/lib/stoppable-postgres.ts';
import { createPlace, type Place } from './candor.ts';
import { deliver, round } from './sender.ts';

const SOURCE = 'agents-outage';
/** So short that an outage within the outage of the database counts. */
const POLICY = { confirmForMs: 2_000, recoverForMs: 3_000 };

let place: Place;
let database: StoppablePostgres;
let db: pg.Pool;
test.beforeEach(async () => {
  place = await createPlace();
  database = await startStoppablePostgres(place.dataDir);
  await writeFile(path.join(place.dataDir, 'database.url'), database.url);
  db = new pg.Pool({ connectionString: database.url });
  db.on('error', () => undefined); // it is stopped on purpose
});
test.afterEach(async () => {
  await database.thaw();
  await db.end();
  await place.remove();
  await database.stop();
});

test.describe.configure({ mode: 'parallel' });

for (const kind of ['stopped', 'frozen'] as const) {
  test(`while PostgreSQL is ${kind}, readers see no error, and every probe is stored once in the end`, async () => {
    const { url } = await place.start({ DATABASE_URL: database.url });
    await db.query('UPDATE policy_version SET confirm_for_ms = $1, recover_for_ms = $2', [
      POLICY.confirmForMs,
      POLICY.recoverForMs,
    ]);
    const token = await place.token(SOURCE);
    const staffToken = await place.staffToken('incidents:backfill');
    const world = { url, database, db, source: SOURCE, token, incident: await pastIncident(url, staffToken) };
    const outage = { kind, beforeMs: 5_000, outageMs: 20_000, policy: POLICY };
    const { intervals, expected, mostWaiting, trueGreens, ...facts } = await databaseDown(world, outage);
    expect(facts).toMatchObject({ failedReads: [], falseGreens: [], lost: 0, unsent: 0, untrue: [] });
    expect(Math.min(mostWaiting, trueGreens)).toBeGreaterThan(0);
    expect(intervals.serving?.map(({ status }) => status)).toContain('major_outage');
    expect(intervals).toEqual(expected);
  });
}

test('a start without PostgreSQL serves what was published and accepts probes, and continues once it is back', async () => {
  const settings = { DATABASE_URL: database.url };
  const first = await place.start(settings);
  const token = await place.token(SOURCE);
  const sender = { source: SOURCE, token };
  await deliver(first.url, sender, round(Date.now(), {}));
  const isPublished = async () => (await fetch(`${first.url}/developers`)).headers.has('etag');
  await expect.poll(isPublished).toBe(true); // before, it is rendered for each reader
  const shown = await (await fetch(`${first.url}/developers`)).text();
  expect((await first.kill('SIGTERM')).code).toBe(0);
  await database.stop();

  const { url } = await place.start(settings);
  expect(await (await fetch(`${url}/developers`)).text()).toBe(shown);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url}/history?q=a`)).status).toBe(503);
  expect(await (await fetch(`${url}/sign-in`)).text()).toContain('The status page still shows what was last published');
  const at = Date.now();
  await deliver(url, sender, round(at, {}));

  await database.start();
  const stored = async () =>
    (await db.query('SELECT count(*)::int AS count FROM probe WHERE observed_at = $1', [new Date(at)])).rows[0].count;
  await expect.poll(stored).toBe(round(at, {}).length);
  await expect.poll(async () => (await (await fetch(`${url}/readyz`)).json()).status).toBe('pass');
  await expect.poll(async () => (await fetch(`${url}/history?q=a`)).status).toBe(200);
});

test('a start with an embedded PostgreSQL that does not start serves what was published, and continues once it does', async () => {
  const own = await createPlace();
  try {
    const first = await own.start();
    await expect.poll(async () => (await fetch(first.url)).headers.has('etag')).toBe(true);
    expect((await first.kill('SIGTERM')).code).toBe(0);
    const settings = path.join(own.dataDir, 'postgres/postgresql.auto.conf');
    const valid = await readFile(settings, 'utf8');
    await appendFile(settings, "port = 'none'\nwork_mem = 'none'\n");

    const { url } = await own.start();
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/history?q=a`)).status).toBe(503);

    await writeFile(settings, valid);
    await expect.poll(async () => (await fetch(`${url}/history?q=a`)).status).toBe(200);
  } finally {
    await own.remove();
  }
});
