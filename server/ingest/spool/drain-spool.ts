import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { mayPass, ownerOf } from '#server/ingest/delivery-fault';
import type { Receipt } from '#server/ingest/schemas';
import type { Spool } from './spool.ts';
import type { Spooled } from './spooled.ts';

const PACE_MS = 500;
/** Deliveries, and probes in them, that are stored at once. More would block the event loop for longer. */
const WINDOW_DELIVERIES = 500;
const WINDOW_PROBES = 5_000;
/** A delivery that fails for this long although the database works is set aside, so that it does not block the others. */
export const SET_ASIDE_AFTER_MS = 60_000;
/** Reasons that a log line quotes. */
const REASONS_MAX = 3;

type Draining = {
  ctx: Pick<Context, 'clock' | 'log' | 'databaseFaults'>;
  spool: Spool;
  store: (delivery: Spooled) => Promise<Receipt>;
  /** Counts probes or alerts that were acknowledged and cannot be stored. */
  onDropped: (count: number) => void;
};

/** Returns the first deliveries that are stored at once: one at least. */
function windowOf(deliveries: readonly Spooled[]): readonly Spooled[] {
  let [count, probes] = [0, 0];
  for (const { accepted } of deliveries.slice(0, WINDOW_DELIVERIES)) {
    probes += accepted;
    if (count > 0 && probes > WINDOW_PROBES) break;
    count++;
  }
  return deliveries.slice(0, count);
}

/** Makes a function that stores the first of the given deliveries and returns their number. */
export function createPassOn({ ctx, spool, store, onDropped }: Draining) {
  /** How many deliveries are still stored one by one, because storing them together failed. */
  let singly = 0;
  let failing: { id: string; sinceMs: number } | null = null;

  function drop({ kind, sender, receivedAt }: Spooled, count: number, reasons: readonly string[]): void {
    onDropped(count);
    ctx.log.error(
      { kind, source: sender.sourceName, receivedAt: new Date(receivedAt).toISOString(), count, reasons },
      'probes of the spool cannot be stored and were dropped',
    );
  }

  /** Stores one delivery. What the database shows to be invalid is dropped. Rejects for faults of ours only. */
  async function storeOne(delivery: Spooled): Promise<void> {
    try {
      const { accepted, duplicates, rejected } = await store(delivery);
      const dropped = delivery.accepted - accepted - duplicates;
      const reasons = [...new Set(rejected.map(({ detail }) => detail))].slice(0, REASONS_MAX);
      if (dropped > 0) drop(delivery, dropped, reasons);
    } catch (error) {
      if (ownerOf(error) !== 'sender') throw error;
      drop(delivery, delivery.accepted, [(error as Error).message]);
    }
  }

  /** Stores deliveries at once. Probes merge by their key in any order; notifications and pings of a source follow one another. */
  async function storeAll(deliveries: readonly Spooled[]): Promise<void> {
    const [probes, others] = [
      deliveries.filter(({ kind }) => kind === 'probes'),
      deliveries.filter(({ kind }) => kind !== 'probes'),
    ];
    const ofSources = Map.groupBy(others, ({ sender }) => sender.sourceId);
    const inOrder = async (some: readonly Spooled[]) => {
      for (const delivery of some) await storeOne(delivery);
    };
    const stored = await Promise.allSettled([...probes.map(storeOne), ...ofSources.values().map(inOrder)]);
    const failed = stored.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Sets a delivery aside that has failed for long enough through a fault that does not pass; throws any other error. */
  async function setAside(delivery: Spooled, error: unknown): Promise<void> {
    const nowMs = ctx.clock.monotonicMs();
    if (failing?.id !== delivery.id) failing = { id: delivery.id, sinceMs: nowMs };
    if (mayPass(error) || nowMs - failing.sinceMs < SET_ASIDE_AFTER_MS) throw error;
    await spool.setAside(delivery);
    drop(delivery, delivery.accepted, [(error as Error).message, 'kept in the file set-aside.ndjson of the spool']);
  }

  return async function passOn(deliveries: readonly Spooled[]): Promise<number> {
    await nextTurn(); // requests come first
    const window = singly > 0 ? deliveries.slice(0, 1) : windowOf(deliveries);
    try {
      await storeAll(window);
    } catch (error) {
      const [first] = window;
      if (window.length > 1 || !first) {
        if (!mayPass(error)) singly = window.length;
        throw error;
      }
      await setAside(first, error);
    }
    singly = Math.max(0, singly - 1);
    return window.length;
  };
}

/** Passes on what the spool holds, whenever the database works, until `signal` ends it. */
export async function drainSpool(draining: Draining, signal: AbortSignal): Promise<void> {
  const { ctx, spool } = draining;
  const passOn = createPassOn(draining);
  const unlessEnded: typeof passOn = (deliveries) => {
    signal.throwIfAborted();
    return passOn(deliveries);
  };
  let isFailing = false;
  while (!signal.aborted) {
    if (!spool.isEmpty()) {
      const { deliveries } = spool.size();
      const error = await spool.drain(unlessEnded).then(
        () => null,
        (reason: Error) => reason,
      );
      if (error === null) ctx.log.info({ deliveries }, 'the spool for probes was stored');
      else if (!signal.aborted) {
        if (!isFailing) ctx.log.warn({ message: error.message }, 'the spool for probes cannot be stored yet; retrying');
        ctx.databaseFaults.note(error);
      }
      isFailing = error !== null;
    }
    await wait(PACE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
