import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Instant } from '#domain/time/interval';
import { AppError } from '#server/errors';
import type { Log } from '#server/log';
import { leftIn, openDurably, readSegment, type Segment } from './segment.ts';
import { lineOf, type Spooled } from './spooled.ts';
import { createWriter } from './writer.ts';

/** The spool accepts deliveries up to this size. It lasts for seven hours at 50 probes per second in requests of their own, and for three minutes at 25,000 in batches. */
const SPOOL_BYTES_MAX = 512 * 1024 * 1024;
/** Deliveries that could not be stored although the database worked, for the operator. */
const SET_ASIDE = 'set-aside.ndjson';
/** While at most this many deliveries wait, new ones wait for them instead of following them into the spool. */
const LAST_DELIVERIES = 500;

/** Passes on the first deliveries of a list, one or more, and returns their number. */
export type PassOn = (deliveries: readonly Spooled[]) => Promise<number>;

export type Spool = {
  isEmpty: () => boolean;
  size: () => { bytes: number; deliveries: number };
  /** Returns, by source, the instant past which its components must not be evaluated while its deliveries wait. */
  held: () => Map<number, Instant>;
  /** Resolves once the delivery is durable. Errors: overloaded if the spool is full. */
  append: (delivery: Spooled) => Promise<void>;
  /**
   * Passes all deliveries on, in order of arrival. Stops at the first failure with its error; the next drain continues there. After a restart it begins
   * with the oldest segment again, so that `passOn` must not store a delivery twice.
   */
  drain: (passOn: PassOn) => Promise<void>;
  /** Resolves when the last deliveries are no longer being passed on, at once if they are not. */
  lastPassedOn: () => Promise<void>;
  /** Keeps a delivery that cannot be stored in a file for the operator. */
  setAside: (delivery: Spooled) => Promise<void>;
  close: () => Promise<void>;
};

const FULL = new AppError(
  'overloaded',
  'The database is unavailable and the spool is full, so nothing was stored. Send the request again after Retry-After.',
);

/** Makes a function that passes on what `segments` hold, oldest first, and deletes them. */
function createDrain(folder: string, segments: Segment[], writer: ReturnType<typeof createWriter>, log: Log) {
  /** How many deliveries of the oldest segment were passed on already. */
  let done = 0;
  let last: Promise<void> = Promise.resolve();

  async function drainOldest(oldest: Segment, passOn: PassOn): Promise<void> {
    if (oldest.isOpen) await writer.seal();
    const deliveries = await readSegment(folder, oldest, log);
    const isLast = () =>
      segments.length === 1 && deliveries.length - done + writer.queued().deliveries <= LAST_DELIVERIES;
    const ended = Promise.withResolvers<void>();
    try {
      while (done < deliveries.length) {
        if (isLast()) last = ended.promise;
        done += await passOn(deliveries.slice(done));
      }
      segments.shift();
      done = 0;
      await rm(path.join(folder, oldest.file), { force: true });
    } finally {
      ended.resolve();
    }
  }

  return {
    done: () => done,
    lastPassedOn: () => last,
    async drain(passOn: PassOn): Promise<void> {
      for (;;) {
        const [oldest] = segments;
        if (oldest) await drainOldest(oldest, passOn);
        else if (writer.queued().deliveries > 0) await writer.flush();
        else return;
      }
    },
  };
}

/** Opens the spool of this process in `folder`, with what an earlier process left in it. Needs no database. */
export async function openSpool(folder: string, log: Log, bytesMax = SPOOL_BYTES_MAX): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const segments = await leftIn(folder);
  const writer = createWriter(folder, segments, log);
  const { done, drain, lastPassedOn } = createDrain(folder, segments, writer, log);

  function size() {
    const queued = writer.queued();
    return {
      bytes: segments.reduce((sum, { bytes }) => sum + bytes, queued.bytes),
      deliveries: segments.reduce((sum, { deliveries }) => sum + deliveries, queued.deliveries) - done(),
    };
  }

  return {
    isEmpty: () => segments.length === 0 && writer.queued().deliveries === 0,
    size,
    held: () => {
      const held = new Map<number, Instant>();
      for (const segment of segments)
        for (const [sourceId, at] of segment.held) held.set(sourceId, Math.min(held.get(sourceId) ?? at, at));
      return held;
    },
    append: async (delivery) => {
      const line = lineOf(delivery);
      if (size().bytes + line.length > bytesMax) throw FULL;
      await writer.append(delivery, line);
    },
    drain,
    lastPassedOn,
    setAside: async (delivery) => {
      const file = await openDurably(folder, SET_ASIDE);
      await file
        .appendFile(lineOf(delivery))
        .then(() => file.sync())
        .finally(() => file.close());
    },
    close: writer.seal,
  };
}
