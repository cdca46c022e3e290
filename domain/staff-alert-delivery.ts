import type { Instant } from './interval.ts';
import type { Urgency } from './staff-alert.ts';

/** While nobody acknowledges an alert it is told again after this, and so many times in all; a rise begins anew. */
export const REPEAT_EVERY_MS = 10 * 60_000;
export const ROUNDS_MAX = 6;
/** Pauses before the first try of a delivery, the second and the last. */
const TRY_AFTER_MS = [0, 5_000, 5 * 60_000] as const;
export const TRIES_MAX = TRY_AFTER_MS.length;

/** `told`: the alert is on; `ended`: its cause is gone. */
export type DeliveryEvent = 'told' | 'ended';
/** An alert as far as telling goes. `tellFrom`: when it may first be told; of one with steps, when the one that was reached may. */
export type TellableAlert = { id: number; urgency: Urgency; step: number; tellFrom: Instant; acknowledgedAt: Instant | null; endedAt: Instant | null };
/** A delivery that was made; `wasTried`: whoever it is for may have got it. */
export type MadeDelivery = { alertId: number; targetId: number; event: DeliveryEvent; round: number; urgency: Urgency; madeAt: Instant; wasTried: boolean };
export type DueDelivery = Pick<MadeDelivery, 'alertId' | 'targetId' | 'event' | 'round' | 'urgency'>;

/**
 * Deliveries that are to be made now, from those that were. Each alert is told to each target once, then again while nobody acknowledges it, or once
 * at each of its steps, and its
 * end is told once to those who may have heard of it. The order of what is given does not matter.
 */
export function dueDeliveries(
  { alerts, targetIds, made }: { alerts: readonly TellableAlert[]; targetIds: readonly number[]; made: readonly MadeDelivery[] },
  now: Instant,
): DueDelivery[] {
  const byPair = Map.groupBy(made, ({ alertId, targetId }) => `${alertId} ${targetId}`);
  return alerts.flatMap((alert) =>
    targetIds.flatMap((targetId) => {
      const own = byPair.get(`${alert.id} ${targetId}`) ?? [];
      const event = alert.endedAt === null ? (isToTell(alert, own, now) ? 'told' : null) : isToEnd(own) ? 'ended' : null;
      if (event === null) return [];
      const round = 1 + Math.max(0, ...own.filter((one) => one.event === event).map((one) => one.round));
      return [{ alertId: alert.id, targetId, event, round, urgency: alert.urgency }];
    }),
  );
}

function isToTell({ tellFrom, acknowledgedAt, urgency, step }: TellableAlert, own: readonly MadeDelivery[], now: Instant): boolean {
  if (acknowledgedAt !== null || now < tellFrom) return false;
  if (step > 0) return !own.some((one) => one.event === 'told' && one.madeAt >= tellFrom);
  const told = own.filter((one) => one.event === 'told' && one.urgency === urgency);
  return told.length === 0 || (told.length < ROUNDS_MAX && now - Math.max(...told.map(({ madeAt }) => madeAt)) >= REPEAT_EVERY_MS);
}

function isToEnd(own: readonly MadeDelivery[]): boolean {
  return own.some((one) => one.event === 'told' && one.wasTried) && !own.some((one) => one.event === 'ended');
}

/** What can come of a try. */
export type TryResult = 'sent' | 'gone' | 'refused' | 'redirected' | 'blocked' | 'failed' | 'timed_out' | 'unreachable';
/** What another try may change. */
const PASSING: readonly TryResult[] = ['failed', 'timed_out', 'unreachable'];

/** What an HTTP status says of a delivery. Redirects are not followed: an address that moved is to be entered anew. */
export function resultOfStatus(status: number): TryResult {
  if (status >= 200 && status < 300) return 'sent';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 410) return 'gone';
  return status >= 500 || status === 408 || status === 429 ? 'failed' : 'refused';
}

/** After a try, the `tries`-th: when the next one is due, or null where the result stands. */
export function nextTryAt(result: TryResult, tries: number, now: Instant): Instant | null {
  const pauseMs = TRY_AFTER_MS[tries];
  return PASSING.includes(result) && pauseMs !== undefined ? now + pauseMs : null;
}
