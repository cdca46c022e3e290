import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createPool } from '#server/db/client';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import { createLog } from '#server/log';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** Nothing that these tests store has to survive a crash. */
const WITHOUT_DISK = ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off'];

/** Starts one PostgreSQL for the whole run, in a zone that is not UTC, with a migrated database that each file clones. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
  await chmod(folder, 0o755); // PostgreSQL runs as another user where the tests run as root
  const log = createLog('silent');
  const embedded = await startEmbedded(folder, log);
  const stop = async () => {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const admin = createPool(embedded.url, 'web', log);
  try {
    for (const setting of WITHOUT_DISK) await admin.query(`ALTER SYSTEM SET ${setting}`);
    await admin.query('SELECT pg_reload_conf()');
    await admin.query("ALTER DATABASE candor SET TimeZone = 'Asia/Tokyo'");
    await admin.query("ALTER ROLE candor SET TimeZone = 'Asia/Tokyo'");
    await migrate(admin);
  } catch (error) {
    await admin.end();
    await stop(); // there is no teardown after a set-up that failed
    throw error;
  }
  await admin.end();
  project.provide('databaseUrl', embedded.url);
  return stop;
}
