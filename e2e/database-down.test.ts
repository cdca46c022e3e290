import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { databaseDown, pastIncident } from '../bench/lib/database-down.ts';
import { type StoppablePostgres, startStoppablePostgres } from '../bench/lib/stoppable-postgres.ts';
import { createPlace, type Place } from './candor.ts';

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
