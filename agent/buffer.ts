import pLimit from 'p-limit';
import { type BatchFile, createBatchFiles } from './batch-files.ts';
import type { Log, ReportProblem } from './log.ts';
import type { WireProbe } from './wire.ts';

/** Probes that are buffered in memory while the disk cannot be written: an hour of 240 instances. */
const MEMORY_PROBES_MAX = 100_000;

/** A batch is either in a file or only in memory. */
export type Batch = { file: BatchFile } | { file: null; probes: readonly WireProbe[] };
type BufferOptions = { bytesMax: number; log: Log; report: ReportProblem };
type Store = {
  files: ReturnType<typeof createBatchFiles>;
  batches: Set<Batch>;
  isListed: boolean;
  log: Log;
  reportDiskError: (error: unknown) => void;
};

function bytesOf(batches: Iterable<Batch>): number {
  return [...batches].reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);
}

function memoryProbesOf(batches: Iterable<Batch>): number {
  return [...batches].reduce((sum, batch) => sum + (batch.file ? 0 : batch.probes.length), 0);
}

/** Describes a disk error by its code, because a message names the file and would differ each time. */
function formatDiskError({ code, message }: Error & { code?: string }): string {
  return `disk error (${code ?? message}); up to ${MEMORY_PROBES_MAX} probes are buffered in memory`;
}

/** Adds the batches on disk, which are older than those in memory. */
async function loadFiles(store: Store): Promise<void> {
  const files = await store.files.list();
  const inMemory = [...store.batches];
  store.batches.clear();
  for (const batch of [...files.map((file) => ({ file })), ...inMemory]) store.batches.add(batch);
  store.isListed = true;
}

/** Writes a batch from memory to disk. */
async function write(store: Store, batch: Batch): Promise<void> {
  if (batch.file) return;
  if (!store.isListed) await loadFiles(store);
  const file = await store.files.write(batch.probes);
  if (store.batches.has(batch)) Object.assign(batch, { file, probes: [] });
  else await store.files.remove(file.name); // dropped in the meantime to make room
}

/** Returns the probes of a batch. A file that cannot be used is set aside and returns no probes, so that it does not block the others. */
async function read({ files, batches, log }: Store, batch: Batch): Promise<readonly WireProbe[]> {
  if (!batch.file) return batch.probes;
  const { name } = batch.file;
  try {
    return await files.read(name);
  } catch (error) {
    batches.delete(batch);
    log.warn(`buffer: ${name} is invalid and was moved to refused/: ${(error as Error).message}`);
    await files
      .setAside(name)
      .catch((second: Error) => log.warn(`buffer: cannot move ${name} to refused/: ${second.message}`));
    return [];
  }
}

async function remove({ files, batches, reportDiskError }: Store, batch: Batch): Promise<void> {
  batches.delete(batch);
  if (batch.file) await files.remove(batch.file.name).catch(reportDiskError); // sent again after a restart, when Candor ignores it as a duplicate
}

/** Drops the oldest files until the buffer is within `bytesMax`. */
async function makeRoomOnDisk(store: Store, bytesMax: number): Promise<void> {
  let bytes = bytesOf(store.batches);
  for (const batch of store.batches) {
    if (bytes <= bytesMax || store.batches.size === 1) return;
    if (!batch.file) continue;
    bytes -= batch.file.bytes;
    const { length } = await read(store, batch);
    await remove(store, batch);
    if (length > 0) store.log.warn(`buffer: full; the ${length} oldest probes were dropped`);
  }
}

function makeRoomInMemory({ batches, log }: Store): void {
  let probes = memoryProbesOf(batches);
  for (const batch of batches) {
    if (probes <= MEMORY_PROBES_MAX) return;
    if (batch.file) continue;
    probes -= batch.probes.length;
    batches.delete(batch);
    log.warn(`buffer: memory is full; the ${batch.probes.length} oldest probes in memory were dropped`);
  }
}

/**
 * Buffers batches on disk, oldest first, until Candor has accepted them. Beyond `bytesMax` the oldest are dropped, because the latest probes
 * matter most. Disk errors do not end the agent: batches that cannot be written stay in memory, within a limit, and are written with the next
 * batch; files that cannot be read are set aside. Disk operations run one at a time, in order.
 */
export async function openBuffer(folder: string, { bytesMax, log, report }: BufferOptions) {
  const reportDiskError = (error: unknown) => report('buffer', formatDiskError(error as Error));
  const store: Store = { files: createBatchFiles(folder), batches: new Set(), isListed: false, log, reportDiskError };
  const { batches } = store;
  const inOrder = pLimit(1);
  await loadFiles(store).catch(reportDiskError);

  async function settle(): Promise<void> {
    try {
      for (const batch of [...batches]) if (batches.has(batch)) await write(store, batch);
      report('buffer', null);
    } catch (error) {
      reportDiskError(error);
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
    if (batch.file) await store.files.setAside(batch.file.name);
  }

  return {
    bytes: () => bytesOf(batches),
    isEmpty: () => batches.size === 0,
    /** Returns how many probes are only in memory. */
    memoryProbes: () => memoryProbesOf(batches),

    /** Adds a batch, which can be sent at once. Resolves when it is on disk or the write has failed. */
    add(probes: readonly WireProbe[]): Promise<void> {
      batches.add({ file: null, probes });
      makeRoomInMemory(store);
      return inOrder(settle);
    },

    /** Returns the oldest batches, together at most `probesMax` probes, but at least one batch. */
    oldest: (probesMax: number) => inOrder(() => oldest(probesMax)),

    /** Removes batches that Candor has accepted. Some may have been dropped since they were taken. */
    remove: (taken: readonly Batch[]) =>
      inOrder(async () => {
        for (const batch of taken) if (batches.has(batch)) await remove(store, batch);
      }),

    /** Sets batches aside that Candor will never accept, for a person to look at. */
    refuse: (taken: readonly Batch[]) =>
      inOrder(async () => {
        for (const batch of taken)
          if (batches.has(batch))
            await refuse(batch)
              .catch(reportDiskError)
              .finally(() => batches.delete(batch));
      }),
  };
}

export type ProbeBuffer = Awaited<ReturnType<typeof openBuffer>>;
