import type { Instant } from '#domain/time/interval';
import type { Clock } from '#server/clock';
import type { FaultOwner } from '#server/db/sql-fault';

/**
 * How long a delivery that is not stored may hold back the components of its source, from its failure on. Failing again does not prolong it.
 * Time for which the database fails for every source does not count.
 */
export const HELD_MS_MAX = 5 * 60_000;
/** A hold ends after this time in any case: a delivery that is sent later is refused as too old. */
export const HELD_MS_MAX_IN_ALL = 48 * 3_600_000;

type Hold = { receivedAt: Instant; fromMs: number; fromWorkingMs: number; forMs: number };
type Open = Hold & { sourceId: number };

/** Measures the time for which the database works. */
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

/** Remembers of each source the first delivery that was refused through a fault of ours, until one of the source is stored. */
function createFailures(clock: Clock) {
  const failed = new Map<number, Hold>();
  const working = createWorkingTime(clock);

  const holdOf = (receivedAt: Instant, forMs: number): Hold => ({
    receivedAt,
    fromMs: clock.monotonicMs(),
    fromWorkingMs: working.elapsedMs(),
    forMs,
  });
  const isOver = ({ fromMs, fromWorkingMs, forMs }: Hold) =>
    working.elapsedMs() - fromWorkingMs > forMs || clock.monotonicMs() - fromMs > HELD_MS_MAX_IN_ALL;

  return {
    holdOf,
    isOver,
    noteDatabase: working.note,
    begin: (sourceId: number, hold: Hold) => failed.set(sourceId, hold),
    end: (sourceId: number) => failed.delete(sourceId),
    /** A hold that is over begins again only while the database fails for every source. */
    note(sourceId: number, receivedAt: Instant): void {
      const known = failed.get(sourceId);
      if (!known || (isOver(known) && working.isFailing())) failed.set(sourceId, holdOf(receivedAt, HELD_MS_MAX));
    },
    holding: () =>
      [...failed]
        .filter(([, hold]) => !isOver(hold))
        .map(([sourceId, { receivedAt }]) => [sourceId, receivedAt] as const),
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
      const entry = { ...failures.holdOf(receivedAt, HELD_MS_MAX), sourceId: sourceId ?? 0 };
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
          if (owner !== 'sender' && !isLate) failures.note(entry.sourceId, receivedAt);
        },
      };
    },

    /** Sources heard of before a restart have `forMs` to deliver what happened in the meantime. */
    expect(sourceIds: readonly number[], since: Instant, forMs: number): void {
      for (const id of sourceIds) failures.begin(id, failures.holdOf(since, forMs));
    },

    /** Notes whether the database works for every source; that a delivery of one source fails does not show it. */
    noteDatabase: failures.noteDatabase,

    /** By source, the arrival of its earliest delivery that is not stored: nothing after it may be evaluated of what the source observes. */
    held(): Map<number, Instant> {
      const held = new Map<number, Instant>();
      const waiting = [...open]
        .filter((entry) => !failures.isOver(entry))
        .map(({ sourceId, receivedAt }) => [sourceId, receivedAt] as const);
      for (const [sourceId, at] of [...waiting, ...failures.holding()])
        held.set(sourceId, Math.min(held.get(sourceId) ?? at, at));
      return held;
    },

    /** The last instant that may be evaluated of all sources: `now`, or the earliest arrival that is not stored. */
    watermark(now: Instant): Instant {
      return Math.min(now, ...this.held().values());
    },
  };
}

export type DeliveryWatch = ReturnType<typeof createDeliveryWatch>;
