import type { Instant } from '#domain/interval';
import type { Clock } from '../clock.ts';

/** How long after its last delivery that we failed a source may hold back the judgement; one that is really gone holds it no longer. */
const HELD_MS_MAX = 5 * 60_000;

type Failed = { receivedAt: Instant; failedAtMs: number };

/**
 * Remembers deliveries that reached us and are not stored: waiting for the database, or refused because of a fault of our own.
 * What they would say is not known yet, so nothing after their arrival may be judged; else our own fault would look like blindness.
 */
export function createDeliveryWatch(clock: Clock) {
  const open = new Set<Instant[]>();
  const failed = new Map<string, Failed>();

  return {
    /** A delivery of whoever `key` names (known without the database). `failed(true)`: through a fault of our own, so the source will send it again. */
    begin(receivedAt: Instant, key: string) {
      const entry = [receivedAt];
      let isLate = false;
      open.add(entry);
      return {
        /** It holds only what was observed long ago: nobody who waits for it would look quiet now. */
        late: () => {
          isLate = true;
          open.delete(entry);
        },
        stored: (sourceId: number | null = null) => {
          open.delete(entry);
          failed.delete(key);
          failed.delete(`source ${sourceId}`);
        },
        failed: (isOurFault: boolean) => {
          open.delete(entry);
          if (isOurFault && !isLate) failed.set(key, { receivedAt: failed.get(key)?.receivedAt ?? receivedAt, failedAtMs: clock.monotonicMs() });
        },
      };
    },

    /** Sources heard of before a restart have until `HELD_MS_MAX` to deliver what happened meanwhile. */
    expect(sourceIds: readonly number[], since: Instant, forMs: number): void {
      for (const id of sourceIds) failed.set(`source ${id}`, { receivedAt: since, failedAtMs: clock.monotonicMs() - HELD_MS_MAX + forMs });
    },

    /** The last instant that may be judged: `now`, or the earliest arrival that is not stored. */
    horizon(now: Instant): Instant {
      let horizon = now;
      for (const [receivedAt] of open) horizon = Math.min(horizon, receivedAt as Instant);
      for (const [key, { receivedAt, failedAtMs }] of failed) {
        if (clock.monotonicMs() - failedAtMs > HELD_MS_MAX) failed.delete(key);
        else horizon = Math.min(horizon, receivedAt);
      }
      return horizon;
    },
  };
}

export type DeliveryWatch = ReturnType<typeof createDeliveryWatch>;
