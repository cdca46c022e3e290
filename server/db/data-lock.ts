import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#server/errors';

/** What tells a process from a later one with the same id: its start time where the system shows it. */
async function identity(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null); // no /proc: the id alone must do
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

/** Whether a living process has claimed `dataDir`. */
export async function isHeld(dataDir: string): Promise<boolean> {
  const claim = await readFile(path.join(dataDir, 'candor.lock'), 'utf8').catch(() => ''); // no claim
  const pid = Number.parseInt(claim, 10);
  return pid > 0 && (await isAlive(pid)) && (await identity(pid)) === claim;
}

/** Claims `dataDir` for this process; a claim whose process is gone is taken over. Errors: already_running. */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true }).catch((error: Error) => {
    throw new AppError('bad_environment', `DATA_DIR: ${dataDir} cannot be made: ${error.message}`);
  });
  const file = path.join(dataDir, 'candor.lock');
  const draft = `${file}.${process.pid}`;
  const own = await identity(process.pid);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(draft, own, { mode: 0o600 });
      await link(draft, file); // whole or not at all
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new AppError('bad_environment', `DATA_DIR: ${(error as Error).message}`);
    } finally {
      await rm(draft, { force: true });
    }
    if (await isHeld(dataDir)) break;
    await rename(file, `${draft}.stale`).catch(() => undefined); // another start took it over first
    await rm(`${draft}.stale`, { force: true });
  }
  throw new AppError(
    'already_running',
    `Another Candor runs on DATA_DIR ${dataDir}: stop it, or set DATA_DIR to another folder.`,
  );
}
