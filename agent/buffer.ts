import { type BatchFile, createBatchFiles } from './batch-files.ts';
import type { Log, Say } from './log.ts';
import { createTurn } from './turn.ts';
import type { WireProbe } from './wire.ts';

/** What is kept in memory while the disk takes nothing: an hour of 240 instances. */
const HELD_PROBES_MAX = 100_000;

/** A file, or probes that are in memory alone. */
export type Batch = { file: BatchFile } | { file: null; held: readonly WireProbe[] };
type Surroundings = { bytesMax: number; log: Log; complain: Say };
type Store = {
  files: ReturnType<typeof createBatchFiles>;
  batches: Set<Batch>;
  isListed: boolean;
  log: Log;
  told: (error: unknown) => void;
};

function bytesOf(batches: Iterable<Batch>): number {
  return [...batches].reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);
}

function heldProbesOf(batches: Iterable<Batch>): number {
  return [...batches].reduce((sum, batch) => sum + (batch.file ? 0 : batch.held.length), 0);
}

/** By its code: a message names the file, and would be another each time. */
function faultWords({ code, message }: Error & { code?: string }): string {
  return `${code ?? message}; what is seen is kept in memory, up to ${HELD_PROBES_MAX} probes`;
}

/** Takes up what is on disk, which is older than what is held. */
async function takeUp(store: Store): Promise<void> {
  const files = await store.files.list();
  const held = [...store.batches];
  store.batches.clear();
  for (const batch of [...files.map((file) => ({ file })), ...held]) store.batches.add(batch);
  store.isListed = true;
}

/** From memory to disk. */
async function write(store: Store, batch: Batch): Promise<void> {
  if (batch.file) return;
  if (!store.isListed) await takeUp(store);
  const file = await store.files.write(batch.held);
  if (store.batches.has(batch)) Object.assign(batch, { file, held: [] });
  else await store.files.remove(file.name); // no room for it meanwhile
}

/** The probes of a batch; none where its file cannot be used, which then is in nobody's way any more. */
async function read({ files, batches, log }: Store, batch: Batch): Promise<readonly WireProbe[]> {
  if (!batch.file) return batch.held;
  const { name } = batch.file;
  try {
    return await files.read(name);
  } catch (error) {
    batches.delete(batch);
    log.warn(`${name} in the buffer cannot be used, and is put aside: ${(error as Error).message}`);
    await files.putAside(name).catch((second: Error) => log.warn(`${name} could not be put aside: ${second.message}`));
    return [];
  }
}

async function remove({ files, batches, told }: Store, batch: Batch): Promise<void> {
  batches.delete(batch);
  if (batch.file) await files.remove(batch.file.name).catch(told); // sent again after a restart, and known for a repeat
}

/** Drops the oldest files for as long as there are too many bytes. */
async function makeRoomOnDisk(store: Store, bytesMax: number): Promise<void> {
  let bytes = bytesOf(store.batches);
  for (const batch of store.batches) {
    if (bytes <= bytesMax || store.batches.size === 1) return;
    if (!batch.file) continue;
    bytes -= batch.file.bytes;
    const { length } = await read(store, batch);
    await remove(store, batch);
    if (length > 0) store.log.warn(`the buffer is full: ${length} of the oldest probes are lost`);
  }
}

function makeRoomInMemory({ batches, log }: Store): void {
  let probes = heldProbesOf(batches);
  for (const batch of batches) {
    if (probes <= HELD_PROBES_MAX) return;
    if (batch.file) continue;
    probes -= batch.held.length;
    batches.delete(batch);
    log.warn(`no room in memory: ${batch.held.length} of the oldest probes there are lost`);
  }
}

/**
 * Batches on disk, oldest first, until Candor has them. `bytesMax`: beyond it the oldest go, because what happened last matters most. Nothing
 * that is wrong with the disk ends the agent: what cannot be written is kept in memory, within a limit, and tried again with the next batch;
 * what cannot be read is put aside. Whatever touches the disk takes its turn.
 */
export async function openBuffer(folder: string, { bytesMax, log, complain }: Surroundings) {
  const told = (error: unknown) => complain('buffer', faultWords(error as Error));
  const store: Store = { files: createBatchFiles(folder), batches: new Set(), isListed: false, log, told };
  const { batches } = store;
  const inTurn = createTurn();
  await takeUp(store).catch(told);

  async function settle(): Promise<void> {
    try {
      for (const batch of [...batches]) if (batches.has(batch)) await write(store, batch);
      complain('buffer', null);
    } catch (error) {
      told(error);
    }
    await makeRoomOnDisk(store, bytesMax);
  }

  async function oldest(probesMax: number): Promise<{ taken: Batch[]; probes: WireProbe[] }> {
    const taken: Batch[] = [];
    const all: WireProbe[] = [];
    for (const batch of batches) {
      const probes = await read(store, batch);
      if (probes.length === 0) continue;
      if (taken.length > 0 && all.length + probes.length > probesMax) break;
      taken.push(batch);
      all.push(...probes);
    }
    return { taken, probes: all };
  }

  async function refuse(batch: Batch): Promise<void> {
    await write(store, batch);
    if (batch.file) await store.files.putAside(batch.file.name);
  }

  return {
    bytes: () => bytesOf(batches),
    isEmpty: () => batches.size === 0,
    /** How many probes would be lost with the process. */
    heldProbes: () => heldProbesOf(batches),

    /** Resolves when the batch is on disk, or is known not to come there now; it can be sent before that. */
    add(probes: readonly WireProbe[]): Promise<void> {
      batches.add({ file: null, held: probes });
      makeRoomInMemory(store);
      return inTurn(settle);
    },

    /** The oldest batches, joined as long as they hold no more than `probesMax`. */
    oldest: (probesMax: number) => inTurn(() => oldest(probesMax)),

    /** Those that are still there: some may have been dropped since they were taken. */
    done: (taken: readonly Batch[]) =>
      inTurn(async () => {
        for (const batch of taken) if (batches.has(batch)) await remove(store, batch);
      }),

    /** Puts batches that Candor will never take aside, for a person to look at. */
    refuse: (taken: readonly Batch[]) =>
      inTurn(async () => {
        for (const batch of taken)
          if (batches.has(batch))
            await refuse(batch)
              .catch(told)
              .finally(() => batches.delete(batch));
      }),
  };
}

export type ProbeBuffer = Awaited<ReturnType<typeof openBuffer>>;
