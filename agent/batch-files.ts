import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { WireProbe } from './wire.ts';

/** So many files that are put aside are kept for a person to look at; beyond it the oldest go. */
const REFUSED_FILES_MAX = 100;
const NAME = /^\d{12}\.ndjson$/;

export type BatchFile = { name: string; bytes: number };

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}

/** Errors: a text that is no batch. */
function probesOf(text: string): WireProbe[] {
  const probes = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as WireProbe | null);
  if (probes.length === 0 || !probes.every((probe) => typeof probe?.observedAt === 'string'))
    throw new Error('it holds no probes');
  return probes as WireProbe[]; // written from probes, or they say when at least: Candor evaluates each
}

/**
 * The files of the buffer, a batch each. Their names are numbers that go on over restarts and are never used twice: nothing is written over,
 * neither there nor in `refused/`.
 */
export function createBatchFiles(folder: string) {
  const refused = path.join(folder, 'refused');
  const at = (name: string) => path.join(folder, name);
  let next = 1;

  return {
    /** What is there, oldest first. To be asked for before anything is written. */
    async list(): Promise<BatchFile[]> {
      await mkdir(refused, { recursive: true });
      const names = await namesIn(folder);
      const used = [...names, ...(await namesIn(refused))].map((name) => Number.parseInt(name, 10));
      next = Math.max(0, ...used) + 1;
      const files: BatchFile[] = [];
      for (const name of names) files.push({ name, bytes: (await stat(at(name))).size });
      return files;
    },

    /** Written whole and synced before it bears its name. */
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

    async putAside(name: string): Promise<void> {
      await mkdir(refused, { recursive: true });
      await rename(at(name), path.join(refused, name));
      for (const old of (await namesIn(refused)).slice(0, -REFUSED_FILES_MAX))
        await rm(path.join(refused, old), { recursive: true, force: true });
    },
  };
}
