import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { WireProbe } from './wire.ts';

const SUFFIX = '.ndjson';

/**
 * Batches on disk, oldest first, until Candor has them: a file each, written whole and synced before it counts. `bytesMax`: beyond it the
 * oldest go, because what happened last matters most.
 */
export async function openBuffer(folder: string, bytesMax: number, onDropped: (probes: number) => void) {
  await mkdir(path.join(folder, 'refused'), { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
  const sizes = new Map<string, number>();
  for (const name of names) sizes.set(name, (await stat(path.join(folder, name))).size);
  let next = 1 + Number.parseInt(names.at(-1) ?? '0', 10);
  let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);

  async function remove(name: string): Promise<void> {
    await rm(path.join(folder, name), { force: true });
    bytes -= sizes.get(name) ?? 0;
    sizes.delete(name);
  }

  async function read(name: string): Promise<WireProbe[]> {
    const text = await readFile(path.join(folder, name), 'utf8');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as WireProbe); // this file wrote it
  }

  return {
    bytes: () => bytes,
    isEmpty: () => sizes.size === 0,

    async add(probes: readonly WireProbe[]): Promise<void> {
      const text = probes.map((probe) => `${JSON.stringify(probe)}\n`).join('');
      const name = `${String(next++).padStart(12, '0')}${SUFFIX}`;
      const draft = path.join(folder, `${name}.new`);
      const file = await open(draft, 'w');
      await file.writeFile(text);
      await file.sync();
      await file.close();
      await rename(draft, path.join(folder, name));
      sizes.set(name, Buffer.byteLength(text));
      bytes += Buffer.byteLength(text);
      while (bytes > bytesMax && sizes.size > 1) {
        const oldest = sizes.keys().next().value as string; // there are two at least
        onDropped((await read(oldest)).length);
        await remove(oldest);
      }
    },

    /** The oldest batches, joined as long as they hold no more than `probesMax`. */
    async oldest(probesMax: number): Promise<{ names: string[]; probes: WireProbe[] }> {
      const taken = { names: [] as string[], probes: [] as WireProbe[] };
      for (const name of sizes.keys()) {
        const probes = await read(name);
        if (taken.names.length > 0 && taken.probes.length + probes.length > probesMax) break;
        taken.names.push(name);
        taken.probes.push(...probes);
      }
      return taken;
    },

    async done(names: readonly string[]): Promise<void> {
      for (const name of names) await remove(name);
    },

    /** Puts batches that Candor will never take aside, for a person to look at. */
    async refuse(names: readonly string[]): Promise<void> {
      for (const name of names) {
        await rename(path.join(folder, name), path.join(folder, 'refused', name));
        bytes -= sizes.get(name) ?? 0;
        sizes.delete(name);
      }
    },
  };
}

export type ProbeBuffer = Awaited<ReturnType<typeof openBuffer>>;
