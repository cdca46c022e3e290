import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import type { Instant } from '#domain/time/interval';
import { AppError } from '#server/errors';
import type { Sender } from '#server/identity/tokens/authenticate';
import type { Log } from '#server/log';

/** The spool accepts deliveries up to this size. At 50 probes per second it lasts for 18 hours, at 25,000 for two minutes. */
export const SPOOL_BYTES_MAX = 512 * 1024 * 1024;
/** A segment is deleted as a whole, once all of its deliveries are stored. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
const SEGMENT = /^(\d{12})\.ndjson$/;

/** A delivery as it arrived. `kind` names the endpoint; `latest`: the latest time it may have arrived at (server/clock.ts). */
export type Spooled = {
  kind: 'probes' | 'alerts' | 'ping';
  sender: Sender;
  receivedAt: Instant;
  latest: Instant;
  body: unknown;
};

export type Spool = {
  isEmpty: () => boolean;
  bytes: () => number;
  /** Resolves once the delivery is durable. Errors: overloaded if the spool is full. */
  append: (delivery: Spooled) => Promise<void>;
  /** Passes deliveries on in order of arrival. Stops at the first that `store` rejects, with its error; the next drain begins with it. */
  drain: (store: (delivery: Spooled) => Promise<void>) => Promise<void>;
  /** Returns all waiting deliveries in order of arrival. */
  waiting: () => Promise<Spooled[]>;
  close: () => Promise<void>;
};

const FULL = new AppError(
  'overloaded',
  'The database is unavailable and the spool for probes is full, so nothing was stored. Send the request again after Retry-After.',
);

type Segment = { file: string; bytes: number; isOpen: boolean };
type Waiting = { line: Buffer; resolve: () => void; reject: (error: Error) => void };

const nameOf = (number: number) => `${String(number).padStart(12, '0')}.ndjson`;

/** Returns the lines of a segment that were written whole. A crash can leave the last one incomplete; it was not acknowledged. */
function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

/** Opens the spool of this process in `folder`, with what an earlier process left in it. */
export async function openSpool(folder: string, log: Log, bytesMax = SPOOL_BYTES_MAX): Promise<Spool> {
  await mkdir(folder, { recursive: true });
  const files = (await readdir(folder)).filter((file) => SEGMENT.test(file)).sort();
  const segments: Segment[] = [];
  for (const file of files) segments.push({ file, bytes: (await stat(path.join(folder, file))).size, isOpen: false });
  let next = Number(SEGMENT.exec(files.at(-1) ?? '')?.[1] ?? 0) + 1;
  let queue: Waiting[] = [];
  let queuedBytes = 0;
  const exclusive = pLimit(1); // one batch is written, or one segment sealed, at a time
  let handle: Awaited<ReturnType<typeof open>> | null = null;
  /** How many deliveries of the oldest segment were passed on already. */
  let done = 0;

  const bytes = () => segments.reduce((sum, segment) => sum + segment.bytes, queuedBytes);

  async function seal(): Promise<void> {
    await handle?.close();
    handle = null;
    const last = segments.at(-1);
    if (last) last.isOpen = false;
  }

  async function openSegment(): Promise<Segment> {
    const last = segments.at(-1);
    if (last?.isOpen && last.bytes < SEGMENT_BYTES) return last;
    await seal();
    const segment = { file: nameOf(next++), bytes: 0, isOpen: true };
    handle = await open(path.join(folder, segment.file), 'a');
    segments.push(segment);
    return segment;
  }

  /** Writes what waits with one fsync. */
  async function write(): Promise<void> {
    const batch = queue;
    queue = [];
    if (batch.length === 0) return; // an earlier write took it along
    try {
      const segment = await openSegment();
      const lines = Buffer.concat(batch.map(({ line }) => line));
      await handle?.appendFile(lines);
      await handle?.datasync();
      segment.bytes += lines.length;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      await seal().catch(() => undefined); // the disk is full or broken: the next delivery tries a new segment
      log.error({ message: (error as Error).message }, 'the spool for probes cannot be written');
      for (const { reject } of batch) reject(error as Error);
    } finally {
      queuedBytes -= batch.reduce((sum, { line }) => sum + line.length, 0);
    }
  }

  async function read({ file }: Segment): Promise<Spooled[]> {
    const text = await readFile(path.join(folder, file), 'utf8');
    return wholeLines(text).map((line) => JSON.parse(line) as Spooled); // written by append
  }

  return {
    isEmpty: () => segments.length === 0 && queuedBytes === 0,
    bytes,
    append: (delivery) => {
      const line = Buffer.from(`${JSON.stringify(delivery)}\n`);
      if (bytes() + line.length > bytesMax) return Promise.reject(FULL);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      queue.push({ line, resolve, reject });
      queuedBytes += line.length;
      void exclusive(write);
      return promise;
    },
    drain: async (store) => {
      while (segments.length > 0) {
        const [oldest] = segments as [Segment];
        if (oldest.isOpen) await exclusive(seal);
        for (const delivery of (await read(oldest)).slice(done)) {
          await store(delivery);
          done++;
        }
        segments.shift();
        done = 0;
        await rm(path.join(folder, oldest.file), { force: true });
      }
    },
    waiting: async () => {
      const all = await Promise.all(segments.map(read));
      return all.flat().slice(done);
    },
    close: async () => {
      await exclusive(seal);
    },
  };
}
