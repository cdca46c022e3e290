import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** So many files are kept for a person to look at; beyond it the oldest go. */
const REFUSED_FILES_MAX = 100;

/** Names of batches are numbers, which go on over restarts and are never used twice: nothing is written over. */
export function isBatchName(name: string): boolean {
  return /^\d{12}\.ndjson$/.test(name);
}

export function numberOf(name: string): number {
  return Number.parseInt(name, 10);
}

/** Moves a file of the buffer to `refused/`. */
export async function putAside(folder: string, name: string): Promise<void> {
  const refused = path.join(folder, 'refused');
  await mkdir(refused, { recursive: true });
  await rename(path.join(folder, name), path.join(refused, name));
  const names = (await readdir(refused)).filter(isBatchName).sort();
  for (const old of names.slice(0, -REFUSED_FILES_MAX)) await rm(path.join(refused, old), { recursive: true, force: true });
}
