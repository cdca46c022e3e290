import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#server/errors';
import { systemRandom } from '#server/random';

/** Returns an identity that differs from that of a later process with the same id: it includes the start time where the system shows it. */
async function identity(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null); // no /proc: only the id is known
  const startedAt = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${pid} ${startedAt ?? ''}`;
}

async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

type LockState = 'free' | 'held' | 'stale';

async function stateOf(file: string): Promise<LockState> {
  const lock = await readFile(file, 'utf8').catch(() => null); // no lock
  if (lock === null) return 'free';
  const pid = Number.parseInt(lock, 10);
  return pid > 0 && (await isAlive(pid)) && (await identity(pid)) === lock ? 'held' : 'stale';
}

/** Returns whether a running process has locked `dataDir`. */
export async function isHeld(dataDir: string): Promise<boolean> {
  return (await stateOf(path.join(dataDir, 'candor.lock'))) === 'held';
}

/** Links the draft to the name of the lock, which is atomic. Returns false if there is a lock. */
async function linkNew(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the lock, also from a process that has ended. Only the holder of a second lock removes a stale lock, after reading it again: another
 * process may have replaced it since the first reading. A process killed in between leaves a stale second lock, which is taken over in the same way.
 */
async function take(file: string, draft: string): Promise<boolean> {
  if (await linkNew(draft, file)) return true;
  if ((await stateOf(file)) === 'held') return false;
  const takeover = `${file}.takeover`;
  if (!(await take(takeover, draft))) return false; // another process is taking the lock now
  try {
    if ((await stateOf(file)) === 'stale') await rm(file);
    return await linkNew(draft, file);
  } finally {
    await rm(takeover, { force: true });
  }
}

/** Locks `dataDir` for this process; takes over the lock of a process that has ended. Errors: already_running, bad_environment. */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true }).catch((error: Error) => {
    throw new AppError('bad_environment', `DATA_DIR: cannot create ${dataDir}: ${error.message}`);
  });
  const file = path.join(dataDir, 'candor.lock');
  const draft = `${file}.${systemRandom.bytes(8).toString('hex')}`;
  try {
    await writeFile(draft, await identity(process.pid), { mode: 0o600 });
    if (await take(file, draft)) return () => rm(file, { force: true });
  } catch (error) {
    throw new AppError('bad_environment', `DATA_DIR: ${(error as Error).message}`);
  } finally {
    await rm(draft, { force: true });
  }
  throw new AppError(
    'already_running',
    `Another Candor process is using DATA_DIR ${dataDir}. Stop it, or set DATA_DIR to another folder.`,
  );
}
