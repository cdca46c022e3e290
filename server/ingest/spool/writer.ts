import type { FileHandle } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { Log } from '#server/log';
import { nameOf, note, numberOf, openDurably, type Segment } from './segment.ts';
import type { Spooled } from './spooled.ts';

/** A segment is deleted as a whole, once all of its deliveries are stored. */
const SEGMENT_BYTES = 4 * 1024 * 1024;

type Waiting = { delivery: Spooled; line: Buffer; resolve: () => void; reject: (error: Error) => void };

/** Removes what a failed write left behind, because it was not acknowledged. */
async function unwrite(handle: FileHandle | null, segment: Segment | undefined, log: Log): Promise<void> {
  await handle?.truncate(segment?.bytes ?? 0).catch((error: Error) => {
    log.error({ message: error.message }, 'a failed write of the spool cannot be undone'); // storing it twice changes nothing
  });
}

/** Makes a writer that appends to the newest of `segments`, and adds new ones. Deliveries that arrive together share one fsync. */
export function createWriter(folder: string, segments: Segment[], log: Log) {
  let next = numberOf(segments.at(-1)) + 1;
  let queue: Waiting[] = [];
  let queued = { bytes: 0, deliveries: 0 };
  const exclusive = pLimit(1); // one batch is written, or one segment sealed, at a time
  let handle: FileHandle | null = null;

  async function seal(): Promise<void> {
    const sealed = handle;
    handle = null;
    const newest = segments.at(-1);
    if (newest) newest.isOpen = false;
    await sealed?.close();
  }

  async function openSegment() {
    const newest = segments.at(-1);
    if (handle && newest?.isOpen && newest.bytes < SEGMENT_BYTES) return { segment: newest, file: handle };
    await seal();
    const segment: Segment = { file: nameOf(next++), bytes: 0, deliveries: 0, held: new Map(), isOpen: true };
    const file = await openDurably(folder, segment.file);
    handle = file;
    segments.push(segment);
    return { segment, file };
  }

  async function write(): Promise<void> {
    const batch = queue;
    queue = [];
    if (batch.length === 0) return; // an earlier write took it along
    const lines = Buffer.concat(batch.map(({ line }) => line));
    try {
      const { segment, file } = await openSegment();
      await file.appendFile(lines);
      await file.datasync();
      segment.bytes += lines.length;
      for (const { delivery, resolve } of batch) {
        note(segment, delivery);
        resolve();
      }
    } catch (error) {
      await unwrite(handle, segments.at(-1), log); // the next write begins a new segment
      await seal().catch(() => undefined); // it is of no use any more
      log.error({ message: (error as Error).message }, 'the spool for probes cannot be written');
      for (const { reject } of batch) reject(error as Error);
    }
    queued = { bytes: queued.bytes - lines.length, deliveries: queued.deliveries - batch.length };
  }

  return {
    /** What waits to be written. */
    queued: () => queued,
    /** Resolves once the delivery is durable. */
    append(delivery: Spooled, line: Buffer): Promise<void> {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      queue.push({ delivery, line, resolve, reject });
      queued = { bytes: queued.bytes + line.length, deliveries: queued.deliveries + 1 };
      void exclusive(write);
      return promise;
    },
    /** Resolves once what waits is written, or has failed. */
    flush: () => exclusive(() => undefined),
    /** Lets the next write begin a new segment. */
    seal: () => exclusive(seal),
  };
}
