import type { Instant } from '#domain/interval';
import type { Clock } from '../clock.ts';
import type { FaultOwner } from '../db/sql-fault.ts';

/**
 * How long a delivery that is not stored may hold back the components of its source, from its failure on, or from when the database last failed
 * for everyone. Failing again does not prolong it.
 */
export const HELD_MS_MAX = 5 * 60_000;

/** `isSpent`: it has held for as long as it may; it holds again only after a delivery of its source was stored. */
type Hold = { receivedAt: Instant; fromMs: number; forMs: number; isSpent: boolean };
type Open = Omit<Hold, 'isSpent'> & { sourceId: number };

/** Remembers of each source the first delivery that was refused through a fault of ours, for as long as that may hold. */
function createFailures(clock: Clock) {
  const failed = new Map<number, Hold>();
  let databaseFailedAtMs = Number.NEGATIVE_INFINITY;

  /** A database that fails for everyone is no fault of a source: the time of each counts from when that was over. */
  const isOver = ({ fromMs, forMs }: Pick<Hold, 'fromMs' | 'forMs'>) => clock.monotonicMs() - Math.max(fromMs, databaseFailedAtMs) > forMs;

  function spend(): void {
    for (const hold of failed.values()) hold.isSpent ||= isOver(hold);
  }

  function noteDatabaseFailed(): void {
    spend();
    databaseFailedAtMs = clock.monotonicMs();
  }

  return {
    isOver,
    noteDatabaseFailed,
    begin: (sourceId: number, receivedAt: Instant, forMs: number) => failed.set(sourceId, { receivedAt, fromMs: clock.monotonicMs(), forMs, isSpent: false }),
    end: (sourceId: number) => failed.delete(sourceId),
    note(sourceId: number, receivedAt: Instant, owner: FaultOwner): void {
      if (owner === 'database') noteDatabaseFailed();
      else spend();
      const known = failed.get(sourceId);
      if (!known || (known.isSpent && owner === 'database')) this.begin(sourceId, receivedAt, HELD_MS_MAX);
    },
    holding(): [sourceId: number, receivedAt: Instant][] {
      spend();
      return [...failed].flatMap(([sourceId, { receivedAt, isSpent }]) => (isSpent ? [] : [[sourceId, receivedAt]]));
    },
  };
}

/**
 * Remembers deliveries that reached us and are not stored: waiting for the database, or refused because of a fault of our own.
 * What they say is not known yet, so nothing after their arrival may be evaluated of what their source observes; else our own fault would look
 * like a silent source.
 */
export function createDeliveryWatch(clock: Clock) {
  const open = new Set<Open>();
  const failures = createFailures(clock);

  return {
    /** A delivery of a source. `failed` says whose fault it is that it was refused: where it is ours, the source will send it again. */
    begin(receivedAt: Instant, sourceId: number | null) {
      const entry = { receivedAt, fromMs: clock.monotonicMs(), forMs: HELD_MS_MAX, sourceId: sourceId ?? 0 };
      let isLate = sourceId === null;
      if (!isLate) open.add(entry);
      return {
        /** It holds only what was observed long ago: nothing that waits for it would look silent now. */
        late: () => {
          isLate = true;
          open.delete(entry);
        },
        stored: () => {
          open.delete(entry);
          failures.end(entry.sourceId);
        },
        failed: (owner: FaultOwner) => {
          open.delete(entry);
          if (owner !== 'sender' && !isLate) failures.note(entry.sourceId, receivedAt, owner);
        },
      };
    },

    /** Sources heard of before a restart have `forMs` to deliver what happened in the meantime. */
    expect(sourceIds: readonly number[], since: Instant, forMs: number): void {
      for (const id of sourceIds) failures.begin(id, since, forMs);
    },

    /** The database could not be written at all. */
    noteDatabaseFailed: failures.noteDatabaseFailed,

    /** By source, the arrival of its earliest delivery that is not stored: nothing after it may be evaluated of what the source observes. */
    held(): Map<number, Instant> {
      const held = new Map<number, Instant>();
      const waiting = [...open].filter((entry) => !failures.isOver(entry)).map(({ sourceId, receivedAt }) => [sourceId, receivedAt] as const);
      for (const [sourceId, at] of [...waiting, ...failures.holding()]) held.set(sourceId, Math.min(held.get(sourceId) ?? at, at));
      return held;
    },

    /** The last instant that may be evaluated of all sources: `now`, or the earliest arrival that is not stored. */
    horizon(now: Instant): Instant {
      return Math.min(now, ...this.held().values());
    },
  };
}

export type DeliveryWatch = ReturnType<typeof createDeliveryWatch>;
