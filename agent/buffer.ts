import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Log, Say } from './log.ts';
import { isBatchName, numberOf, putAside } from './put-aside.ts';
import { createTurn } from './turn.ts';
import type { WireProbe } from './wire.ts';

/** What is kept in memory while the disk takes nothing: an hour of 240 instances. */
const HELD_PROBES_MAX = 100_000;

/** A file, or what will be one: `held` are its probes while they are in memory alone, without a name yet. */
export type Batch = { name: string; bytes: number; held: readonly WireProbe[] | null };
type Surroundings = { bytesMax: number; log: Log; complain: Say };

/** Errors: a text that is no batch. */
function probesOf(text: string): WireProbe[] {
  const probes = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as WireProbe | null);
  if (probes.length === 0 || !probes.every((probe) => typeof probe?.observedAt === 'string')) throw new Error('it holds no probes');
  return probes as WireProbe[]; // written from probes, or they say when at least: Candor judges each
}

async function filesIn(folder: string): Promise<{ files: Batch[]; newest: number }> {
  await mkdir(path.join(folder, 'refused'), { recursive: true });
  const names = (await readdir(folder)).filter(isBatchName).sort();
  const refused = (await readdir(path.join(folder, 'refused'))).filter(isBatchName);
  const files: Batch[] = [];
  for (const name of names) files.push({ name, bytes: (await stat(path.join(folder, name))).size, held: null });
  return { files, newest: Math.max(0, ...[...names, ...refused].map(numberOf)) };
}

/**
 * Batches on disk, oldest first, until Candor has them: a file each, written whole and synced before it counts. `bytesMax`: beyond it the
 * oldest go, because what happened last matters most. Nothing that is wrong with the disk ends the agent: what cannot be written is kept in
 * memory, within a limit, and tried again with the next batch; what cannot be read is put aside. Whatever touches the disk takes its turn.
 */
export async function openBuffer(folder: string, { bytesMax, log, complain }: Surroundings) {
  const batches = new Set<Batch>();
  const inTurn = createTurn();
  let next: number | null = null; // not known before the folder was read
  let bytes = 0;

  const heldBatches = () => [...batches].filter(({ held }) => held !== null);
  const heldProbes = () => heldBatches().reduce((sum, { held }) => sum + (held?.length ?? 0), 0);
  const told = (error: unknown) => complain('buffer', `${(error as Error).message}; what is seen is kept in memory, up to ${HELD_PROBES_MAX} probes`);

  /** Takes up what is on disk, which is older than what is held. */
  async function takeUp(): Promise<number> {
    const { files, newest } = await filesIn(folder);
    const held = [...batches];
    batches.clear();
    for (const batch of [...files, ...held]) batches.add(batch);
    bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return newest + 1;
  }

  function forget(batch: Batch): void {
    if (batches.delete(batch)) bytes -= batch.bytes;
  }

  async function write(batch: Batch): Promise<void> {
    next ??= await takeUp();
    const text = (batch.held ?? []).map((probe) => `${JSON.stringify(probe)}\n`).join('');
    const name = `${String(next++).padStart(12, '0')}.ndjson`;
    await mkdir(folder, { recursive: true });
    const draft = path.join(folder, `${name}.new`);
    const file = await open(draft, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path.join(folder, name));
    if (!batches.has(batch)) return rm(path.join(folder, name)); // no room for it meanwhile
    Object.assign(batch, { name, held: null, bytes: Buffer.byteLength(text) });
    bytes += batch.bytes;
  }

  /** The probes of a batch; none where its file cannot be used, which then is in nobody's way any more. */
  async function read(batch: Batch): Promise<readonly WireProbe[]> {
    if (batch.held) return batch.held;
    try {
      return probesOf(await readFile(path.join(folder, batch.name), 'utf8'));
    } catch (error) {
      forget(batch);
      log.warn(`${batch.name} in the buffer cannot be used, and is put aside: ${(error as Error).message}`);
      await putAside(folder, batch.name).catch((second: Error) => log.warn(`${batch.name} could not be put aside: ${second.message}`));
      return [];
    }
  }

  async function remove(batch: Batch): Promise<void> {
    const isFile = batch.held === null;
    forget(batch);
    if (isFile) await rm(path.join(folder, batch.name), { force: true }).catch(told); // sent again after a restart, and known for a repeat
  }

  /** Writes what is in memory, oldest first, as long as that can be done, and makes room. */
  async function settle(): Promise<void> {
    try {
      for (const batch of heldBatches()) if (batches.has(batch)) await write(batch);
      complain('buffer', null);
    } catch (error) {
      told(error);
    }
    for (const batch of batches) {
      if (bytes <= bytesMax || batches.size === 1) break;
      if (batch.held) continue;
      const { length } = await read(batch);
      await remove(batch);
      if (length > 0) log.warn(`the buffer is full: ${length} of the oldest probes are lost`);
    }
  }

  next = await takeUp().catch((error: Error) => {
    told(error);
    return null;
  });

  return {
    bytes: () => bytes,
    isEmpty: () => batches.size === 0,
    /** How many probes would be lost with the process. */
    heldProbes,

    /** Resolves when the batch is on disk, or is known not to come there now; it can be sent before that. */
    add(probes: readonly WireProbe[]): Promise<void> {
      batches.add({ name: '', bytes: 0, held: probes });
      for (const batch of heldBatches()) {
        if (heldProbes() <= HELD_PROBES_MAX) break;
        forget(batch);
        log.warn(`no room in memory: ${batch.held?.length} of the oldest probes there are lost`);
      }
      return inTurn(settle);
    },

    /** The oldest batches, joined as long as they hold no more than `probesMax`. */
    oldest(probesMax: number): Promise<{ taken: Batch[]; probes: WireProbe[] }> {
      return inTurn(async () => {
        const taken: Batch[] = [];
        const all: WireProbe[] = [];
        for (const batch of batches) {
          const probes = await read(batch);
          if (probes.length === 0) continue;
          if (taken.length > 0 && all.length + probes.length > probesMax) break;
          taken.push(batch);
          all.push(...probes);
        }
        return { taken, probes: all };
      });
    },

    done(taken: readonly Batch[]): Promise<void> {
      return inTurn(async () => {
        for (const batch of taken) if (batches.has(batch)) await remove(batch);
      });
    },

    /** Puts batches that Candor will never take aside, for a person to look at. */
    refuse(taken: readonly Batch[]): Promise<void> {
      return inTurn(async () => {
        for (const batch of taken) {
          if (!batches.has(batch)) continue; // dropped meanwhile
          try {
            if (batch.held) await write(batch);
            await putAside(folder, batch.name);
          } catch (error) {
            told(error);
          }
          forget(batch);
        }
      });
    },
  };
}

export type ProbeBuffer = Awaited<ReturnType<typeof openBuffer>>;
