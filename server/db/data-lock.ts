import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#server/errors';

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

/** Returns whether a running process has locked `dataDir`. */
export async function isHeld(dataDir: string): Promise<boolean> {
  const lock = await readFile(path.join(dataDir, 'candor.lock'), 'utf8').catch(() => ''); // no lock
  const pid = Number.parseInt(lock, 10);
  return pid > 0 && (await isAlive(pid)) && (await identity(pid)) === lock;
}

/** Locks `dataDir` for this process; takes over the lock of a process that has ended. Errors: already_running, bad_environment. */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true }).catch((error: Error) => {
    throw new AppError('bad_environment', `DATA_DIR: cannot create ${dataDir}: ${error.message}`);
  });
  const file = path.join(dataDir, 'candor.lock');
  const draft = `${file}.${process.pid}`;
  const own = await identity(process.pid);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(draft, own, { mode: 0o600 });
      await link(draft, file); // atomic
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new AppError('bad_environment', `DATA_DIR: ${(error as Error).message}`);
    } finally {
      await rm(draft, { force: true });
    }
    if (await isHeld(dataDir)) break;
    await rename(file, `${draft}.stale`).catch(() => undefined); // another process took it over first
    await rm(`${draft}.stale`, { force: true });
  }
  throw new AppError(
    'already_running',
    `Another Candor process is using DATA_DIR ${dataDir}. Stop it, or set DATA_DIR to another folder.`,
  );
}
