import type { Instant } from '#domain/time/interval';
import type { Clock } from '#server/clock';
import type { FaultOwner } from '#server/db/sql-fault';

/**
 * How long a delivery that is not stored may hold back the components of its source, counted from its failure. Another failure does not
 * prolong the hold. Time in which the database fails for every source does not count.
 */
export const HELD_MS_MAX = 5 * 60_000;
/** A hold ends after this time in any case, because a later delivery would be refused as too old. */
export const HELD_MS_MAX_TOTAL = 48 * 3_600_000;

type Hold = { receivedAt: Instant; fromMs: number; fromWorkingMs: number; forMs: number };
type Open = Hold & { sourceId: number };

/** Measures the time in which the database works. */
function createWorkingTime(clock: Clock) {
  let failedMs = 0;
  let failingSinceMs: number | null = null;

  return {
    isFailing: () => failingSinceMs !== null,
    elapsedMs: () => (failingSinceMs ?? clock.monotonicMs()) - failedMs,
    note(isWorking: boolean): void {
      const nowMs = clock.monotonicMs();
      if (isWorking && failingSinceMs !== null) failedMs += nowMs - failingSinceMs;
      failingSinceMs = isWorking ? null : (failingSinceMs ?? nowMs);
    },
  };
}

/** Remembers, for each source, the first delivery that was refused through our own fault, until a delivery of the source is stored. */
function createFailures(clock: Clock) {
  const failed = new Map<number, Hold>();
  const working = createWorkingTime(clock);

  const holdOf = (receivedAt: Instant, forMs: number): Hold => ({
    receivedAt,
    fromMs: clock.monotonicMs(),
    fromWorkingMs: working.elapsedMs(),
    forMs,
  });
  const hasEnded = ({ fromMs, fromWorkingMs, forMs }: Hold) =>
    working.elapsedMs() - fromWorkingMs > forMs || clock.monotonicMs() - fromMs > HELD_MS_MAX_TOTAL;

  return {
    holdOf,
    hasEnded,
    noteDatabase: working.note,
    begin: (sourceId: number, hold: Hold) => failed.set(sourceId, hold),
    end: (sourceId: number) => failed.delete(sourceId),
    /** Begins a hold. One that has ended begins again only while the database fails for every source. */
    note(sourceId: number, receivedAt: Instant): void {
      const known = failed.get(sourceId);
      if (!known || (hasEnded(known) && working.isFailing())) failed.set(sourceId, holdOf(receivedAt, HELD_MS_MAX));
    },
    /** Returns from when a source is held, or null. */
    heldFrom: (sourceId: number): Instant | null => {
      const hold = failed.get(sourceId);
      return hold && !hasEnded(hold) ? hold.receivedAt : null;
    },
    holding: () =>
      [...failed]
        .filter(([, hold]) => !hasEnded(hold))
        .map(([sourceId, { receivedAt }]) => [sourceId, receivedAt] as const),
  };
}

/**
 * Remembers deliveries that arrived but are not stored: they wait for the database, or were refused through our own fault.
 * Their probes are unknown, so the components of their source must not be evaluated past their arrival. Otherwise our own fault would
 * look like a silent source.
 */
export function createDeliveryWatch(clock: Clock) {
  const open = new Set<Open>();
  const failures = createFailures(clock);
  let spooled: () => ReadonlyMap<number, Instant> = () => new Map();

  return {
    /** Begins a delivery of a source. `failed` receives the owner of the fault: where the fault is ours, the source will send it again. */
    begin(receivedAt: Instant, sourceId: number | null) {
      const entry = { ...failures.holdOf(receivedAt, HELD_MS_MAX), sourceId: sourceId ?? 0 };
      let isLate = sourceId === null;
      if (!isLate) open.add(entry);
      return {
        /** Marks a delivery of old probes only: without it, nothing would look silent now, so it holds nothing back. */
        late: () => {
          isLate = true;
          open.delete(entry);
        },
        stored: () => {
          open.delete(entry);
          failures.end(entry.sourceId);
        },
        /** Returns the instant past which the components of the source must not be evaluated until this delivery is stored. */
        heldFrom: (): Instant => Math.min(receivedAt, failures.heldFrom(entry.sourceId) ?? receivedAt),
        /** The delivery is in the spool, which holds the components from `heldFrom` on. It ends a hold as a stored one does. */
        spooled: () => {
          open.delete(entry);
          failures.end(entry.sourceId);
        },
        failed: (owner: FaultOwner) => {
          open.delete(entry);
          if (owner !== 'sender' && !isLate) failures.note(entry.sourceId, receivedAt);
        },
      };
    },

    /** Holds sources that reported before a restart for `forMs`, so that they can deliver the probes of the downtime. */
    expect(sourceIds: readonly number[], since: Instant, forMs: number): void {
      for (const id of sourceIds) failures.begin(id, failures.holdOf(since, forMs));
    },

    /**
     * Asks from when deliveries in the spool hold their sources. Such a hold has no end of its own: the deliveries were acknowledged, so that their
     * sender does not repeat them.
     */
    holdSpooled(held: () => ReadonlyMap<number, Instant>): void {
      spooled = held;
    },

    /** Notes whether the database works for all sources; the failure of one delivery does not show that. */
    noteDatabase: failures.noteDatabase,

    /** Returns, by source, the arrival of its earliest delivery that is not stored. Its components must not be evaluated past that. */
    held(): Map<number, Instant> {
      const held = new Map<number, Instant>();
      const waiting = [...open]
        .filter((entry) => !failures.hasEnded(entry))
        .map(({ sourceId, receivedAt }) => [sourceId, receivedAt] as const);
      for (const [sourceId, at] of [...waiting, ...failures.holding(), ...spooled()])
        held.set(sourceId, Math.min(held.get(sourceId) ?? at, at));
      return held;
    },

    /** Returns the instant up to which all sources may be evaluated: `now`, or the earliest arrival that is not stored. */
    watermark(now: Instant): Instant {
      return Math.min(now, ...this.held().values());
    },
  };
}

export type DeliveryWatch = ReturnType<typeof createDeliveryWatch>;
export type Delivery = ReturnType<DeliveryWatch['begin']>;
