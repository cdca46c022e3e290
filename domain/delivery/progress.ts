import type { Instant } from '#domain/time/interval';

/** Deliveries of an event by state. `waiting`: not attempted yet; `deferred`: retried later; `suppressed`: not attempted, with a reason. */
export type DeliveryCounts = Record<'sent' | 'waiting' | 'deferred' | 'suppressed' | 'dead', number>;
/** `lastSentAt`: null if none was sent. */
export type Progress = DeliveryCounts & { publishedAt: Instant; lastSentAt: Instant | null };

type Reached = { percent: number; withinMs: number | null };

const MINUTE_MS = 60_000;
const SECONDS_UP_TO_MS = 60_000;
const SECOND_MS = 1_000;

export function totalOf({ sent, waiting, deferred, suppressed, dead }: DeliveryCounts): number {
  return sent + waiting + deferred + suppressed + dead;
}

/**
 * Returns the share of recipients who were sent a message, in whole percent, and within which time. 100 % means all. The time is rounded up, to seconds in the
 * first minute and to minutes after it. Null without recipients.
 */
export function reached(progress: Progress): Reached | null {
  const { sent, publishedAt, lastSentAt } = progress;
  return reachedShare({ sent, total: totalOf(progress), ms: lastSentAt === null ? null : lastSentAt - publishedAt });
}

/** Rounds a share and its time as `reached` does. `ms`: null if nothing was sent. */
export function reachedShare({ sent, total, ms }: { sent: number; total: number; ms: number | null }): Reached | null {
  if (total === 0) return null;
  return {
    percent: Math.floor((sent * 100) / total),
    withinMs: ms === null ? null : roundedUp(Math.max(SECOND_MS, ms)),
  };
}

function roundedUp(ms: number): number {
  const unit = ms <= SECONDS_UP_TO_MS ? SECOND_MS : MINUTE_MS;
  return Math.ceil(ms / unit) * unit;
}
