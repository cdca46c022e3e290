import type { Instant } from '#domain/time/interval';

/** Automatic updates of one incident within a short time send one notification. It is due when no further report has come for this long … */
export const BURST_WAIT_MS = 20_000;
/** … and at the latest this long after the first report. */
export const BURST_MS_MAX = 60_000;

/** The latest public automatic update. `dueAt`: when subscribers are notified; null if they are not, or were already. */
export type LastUpdate = {
  publishedAt: Instant;
  dueAt: Instant | null;
  /** Whether a person edited or retracted it. Automation does not overwrite their text. */
  isChanged: boolean;
  /** Whether no update was published after it. */
  isNewest: boolean;
  /** Whether a later update states a component of the burst or of the next report, which then changes that later status. */
  isRestated: boolean;
};

/** Returns whether a further report joins the burst: its notification is not due yet. A report that changes the state never comes before an update of a person. */
export function joinsBurst(
  { publishedAt, dueAt, isChanged, isNewest, isRestated }: LastUpdate,
  { isMove }: { isMove: boolean },
  now: Instant,
): boolean {
  const isPending = dueAt !== null && publishedAt <= now && now < dueAt; // a clock that ran ahead can have published it later than now
  return isPending && !isChanged && !isRestated && (isNewest || !isMove);
}

/** Returns when the notification of a report is due. `burstSince`: the start of the burst that it joins, else now. */
export function burstDueAt(burstSince: Instant, now: Instant): Instant {
  return Math.min(now + BURST_WAIT_MS, burstSince + BURST_MS_MAX);
}
