import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';

const MEMORY = '/dev/shm';
const PREFIX = 'candor-tests-';
/** The databases of a run need a third of this. */
const FREE_BYTES_MIN = 3 * 1024 ** 3;

/**
 * Makes a folder in memory the temporary folder of the process with this environment, and of its children: each database consists of hundreds of
 * files, and a disk takes ten times as long to create and to delete them. Changes nothing where TMPDIR is set, or where Linux offers too little memory.
 * The folder is removed when this process ends; a run that was killed leaves it to the next one.
 */
export function useMemoryFolder(env: NodeJS.ProcessEnv): void {
  if (env.TMPDIR || freeBytes() < FREE_BYTES_MIN) return;
  for (const name of readdirSync(MEMORY)) if (isLeft(name)) remove(path.join(MEMORY, name));
  const folder = path.join(MEMORY, `${PREFIX}${process.pid}`);
  remove(folder);
  mkdirSync(folder, { mode: 0o755 }); // PostgreSQL runs as another user where the tests run as root
  env.TMPDIR = folder;
  process.once('exit', () => remove(folder));
}

function freeBytes(): number {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize;
  } catch {
    return 0; // only Linux has this folder
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Returns whether a run that has ended left this folder. */
function isLeft(name: string): boolean {
  if (!name.startsWith(PREFIX)) return false;
  try {
    process.kill(Number(name.slice(PREFIX.length)), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
