import { appendFile, chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createPool } from '#server/db/client';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import { createLog } from '#server/log';
import { TEMPLATE_VARIABLE } from './candor.ts';

/** Tests of durability begin with a folder of their own; no other test needs data to be on the disk. */
const WITHOUT_DISK = 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n';

/** Makes the migrated cluster that the data of most tests begins as a copy of. Returns what removes it after the run. */
export default async function makeTemplate(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-e2e-template-'));
  await chmod(folder, 0o755); // PostgreSQL runs as another user where the tests run as root
  const remove = () => rm(folder, { recursive: true });
  const log = createLog('silent');
  try {
    const embedded = await startEmbedded(folder, log);
    const pool = createPool(embedded.url, 'web', log);
    await migrate(pool).finally(() => pool.end().finally(embedded.stop));
  } catch (error) {
    await remove(); // there is no teardown after a set-up that failed
    throw error;
  }
  await appendFile(path.join(folder, 'postgres/postgresql.auto.conf'), WITHOUT_DISK);
  process.env[TEMPLATE_VARIABLE] = folder;
  return remove;
}
