import type { Instant } from '#domain/time/interval';

/** Automatic news of one incident within a short time is one notification: it is due once nothing further came for this long … */
export const BURST_QUIET_MS = 20_000;
/** … and at the latest so long after the first of it. */
export const BURST_MS_MAX = 60_000;

/** The last automatic update that readers were given. `notifyAt`: when its notification is due; null: it notifies nobody. */
export type LastNews = {
  publishedAt: Instant;
  notifyAt: Instant | null;
  /** A person changed or retracted its text: what they wrote is not written over. */
  isChanged: boolean;
  /** Nothing was posted after it. */
  isNewest: boolean;
  /** A later update states a component that the burst or the further news is about: what follows is news against that. */
  isRestated: boolean;
};

/** Whether further news belongs to the burst of the last: its notification is not due yet. News that moves the incident stays behind what people posted. */
export function joinsBurst(
  { publishedAt, notifyAt, isChanged, isNewest, isRestated }: LastNews,
  { isMove }: { isMove: boolean },
  now: Instant,
): boolean {
  const isPending = notifyAt !== null && publishedAt <= now && now < notifyAt; // a clock that was ahead published it later than now
  return isPending && !isChanged && !isRestated && (isNewest || !isMove);
}

/** When the notification of news is due; `burstSince`: when the burst began that it joins, else now. */
export function burstDueAt(burstSince: Instant, now: Instant): Instant {
  return Math.min(now + BURST_QUIET_MS, burstSince + BURST_MS_MAX);
}
