import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { WireProbe } from './wire.ts';

/** Refused files that stay on disk for a person to look at. Beyond this number, the oldest are deleted. */
const REFUSED_FILES_MAX = 100;
const NAME = /^\d{12}\.ndjson$/;

export type BatchFile = { name: string; bytes: number };

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}

/** Parses a batch. Errors: the text is not a batch of probes. */
function probesOf(text: string): WireProbe[] {
  const probes = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as WireProbe | null);
  if (probes.length === 0 || !probes.every((probe) => typeof probe?.observedAt === 'string'))
    throw new Error('file contains no probes');
  return probes as WireProbe[]; // written by this module; Candor validates each probe
}

/**
 * Manages the files of the buffer, one file per batch. File names are numbers that continue after a restart and are never reused, so that no
 * file is overwritten, neither in the buffer nor in `refused/`.
 */
export function createBatchFiles(folder: string) {
  const refused = path.join(folder, 'refused');
  const at = (name: string) => path.join(folder, name);
  let next = 1;

  return {
    /** Returns the existing files, oldest first. Must be called before the first write, because it finds the next number. */
    async list(): Promise<BatchFile[]> {
      await mkdir(refused, { recursive: true });
      const names = await namesIn(folder);
      const used = [...names, ...(await namesIn(refused))].map((name) => Number.parseInt(name, 10));
      next = Math.max(0, ...used) + 1;
      const files: BatchFile[] = [];
      for (const name of names) files.push({ name, bytes: (await stat(at(name))).size });
      return files;
    },

    /** Writes a batch. The file gets its name after it is complete and synced. */
    async write(probes: readonly WireProbe[]): Promise<BatchFile> {
      const text = probes.map((probe) => `${JSON.stringify(probe)}\n`).join('');
      const name = `${String(next++).padStart(12, '0')}.ndjson`;
      await mkdir(folder, { recursive: true });
      const file = await open(`${at(name)}.new`, 'w');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${at(name)}.new`, at(name));
      return { name, bytes: Buffer.byteLength(text) };
    },

    read: async (name: string) => probesOf(await readFile(at(name), 'utf8')),
    remove: (name: string) => rm(at(name), { force: true }),

    async setAside(name: string): Promise<void> {
      await mkdir(refused, { recursive: true });
      await rename(at(name), path.join(refused, name));
      for (const old of (await namesIn(refused)).slice(0, -REFUSED_FILES_MAX))
        await rm(path.join(refused, old), { recursive: true, force: true });
    },
  };
}
