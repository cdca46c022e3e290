import type { Instant } from '#domain/time/interval';
import type { Urgency } from './alert.ts';

/** While nobody acknowledges an alert it is told again after this, and arrives so many times in all; a rise begins anew. */
export const REPEAT_EVERY_MS = 10 * 60_000;
export const ROUNDS_MAX = 6;
/** What comes back after that, unacknowledged, is told once more, where the last time was so long ago. */
export const RETURN_EVERY_MS = 3_600_000;
/** What comes back is sent at once while fewer than so many were sent in the last RETURN_EVERY_MS; what comes and goes more often waits for REPEAT_EVERY_MS. */
const RETURNS_AT_ONCE_MAX = 3;
/** Pauses before the first try of a delivery, the second and the last. */
const TRY_AFTER_MS = [0, 5_000, 5 * 60_000] as const;
export const TRIES_MAX = TRY_AFTER_MS.length;
/** A destination at which so many in a row did not arrive is not reached. */
export const MISSED_MAX = 3;

/** `told`: the alert is on; `acknowledged`: somebody looks after it; `ended`: its cause is gone. */
export type DeliveryEvent = 'raised' | 'acknowledged' | 'ended';
/** `hearsAcknowledged`: it pages people by itself, and stops when it hears that somebody looks after it. */
export type AlertDestination = { id: number; hearsAcknowledged: boolean };
/**
 * An alert as far as telling goes. `notifyFrom`: when it may first be told; of one with steps, when the one that was reached may. `isGone`: its cause is, for
 * now, and it is not told; `onSince`: since when it is on without a gap.
 */
export type NotifiableAlert = {
  id: number;
  /** A destination that it is not told to, because it is about that. */
  exceptFor: number | null;
  urgency: Urgency;
  step: number;
  onSince: Instant;
  notifyFrom: Instant;
  isGone: boolean;
  acknowledgedAt: Instant | null;
  endedAt: Instant | null;
};
/** A delivery that was made; `wasTried`: whoever it is for may have got it; `outcome`: null while nobody knows. */
export type MadeDelivery = {
  alertId: number;
  destinationId: number;
  event: DeliveryEvent;
  round: number;
  urgency: Urgency;
  madeAt: Instant;
  wasTried: boolean;
  outcome: Outcome | null;
};
export type DueDelivery = Pick<MadeDelivery, 'alertId' | 'destinationId' | 'event' | 'round' | 'urgency'>;

/**
 * Deliveries that are to be made now, from those that were. Each alert is told to each destination once, then again while nobody acknowledges it, or once
 * at each of its steps, and its end is told to those who may have heard of it. What did not arrive does not count: it is made anew after a while, for as long as it is so. The
 * order of what is given does not matter.
 */
export function dueDeliveries(
  {
    alerts,
    destinations,
    made,
  }: { alerts: readonly NotifiableAlert[]; destinations: readonly AlertDestination[]; made: readonly MadeDelivery[] },
  now: Instant,
): DueDelivery[] {
  const byPair = Map.groupBy(made, ({ alertId, destinationId }) => `${alertId} ${destinationId}`);
  return alerts.flatMap((alert) =>
    destinations.flatMap((destination) => {
      if (destination.id === alert.exceptFor) return [];
      const own = byPair.get(`${alert.id} ${destination.id}`) ?? [];
      const event = dueEvent(alert, destination, own, now);
      if (event === null) return [];
      const round = 1 + Math.max(0, ...own.filter((one) => one.event === event).map((one) => one.round));
      return [{ alertId: alert.id, destinationId: destination.id, event, round, urgency: alert.urgency }];
    }),
  );
}

function dueEvent(
  alert: NotifiableAlert,
  destination: AlertDestination,
  own: readonly MadeDelivery[],
  now: Instant,
): DeliveryEvent | null {
  const mayHaveHeard = own.some((one) => one.event === 'raised' && one.wasTried);
  if (alert.endedAt !== null) return mayHaveHeard && isToSayOnce(own, 'ended', alert.endedAt, now) ? 'ended' : null;
  if (alert.acknowledgedAt === null)
    return !alert.isGone && now >= alert.notifyFrom && isToTell(alert, own, now) ? 'raised' : null;
  return destination.hearsAcknowledged && mayHaveHeard && isToSayOnce(own, 'acknowledged', alert.acknowledgedAt, now)
    ? 'acknowledged'
    : null;
}

function isPending({ outcome }: MadeDelivery): boolean {
  return outcome === null;
}

/** What nobody knows the outcome of may have arrived, and is not told twice for that. */
function hasArrived({ outcome }: MadeDelivery): boolean {
  return outcome === 'sent' || outcome === 'lost';
}

function isRested(made: readonly MadeDelivery[], now: Instant): boolean {
  return now - Math.max(...made.map(({ madeAt }) => madeAt)) >= REPEAT_EVERY_MS;
}

function isToTell(
  { urgency, step, notifyFrom, onSince }: NotifiableAlert,
  own: readonly MadeDelivery[],
  now: Instant,
): boolean {
  if (step > 0) return isToSayOnce(own, 'raised', notifyFrom, now);
  const told = own.filter((one) => one.event === 'raised' && one.urgency === urgency);
  if (told.length === 0) return true;
  if (told.some(isPending)) return false;
  const lastAt = Math.max(...told.map(({ madeAt }) => madeAt));
  const isReturn = lastAt < onSince;
  if (told.filter(hasArrived).length >= ROUNDS_MAX) return isReturn && now - lastAt >= RETURN_EVERY_MS;
  const lately = own.filter(({ event, madeAt }) => event === 'raised' && now - madeAt < RETURN_EVERY_MS);
  return isRested(told, now) || (isReturn && lately.length < RETURNS_AT_ONCE_MAX);
}

/** Said once of what happened at `since`, and again only where it did not arrive. */
function isToSayOnce(own: readonly MadeDelivery[], event: DeliveryEvent, since: Instant, now: Instant): boolean {
  const said = own.filter((one) => one.event === event && one.madeAt >= since);
  return said.length === 0 || (!said.some(isPending) && !said.some(hasArrived) && isRested(said, now));
}

/** What can come of a try. */
export type TryResult = 'sent' | 'gone' | 'refused' | 'redirected' | 'blocked' | 'failed' | 'timed_out' | 'unreachable';
/** What becomes of a delivery: what came of its last try, or `lost`: nobody knows; `dropped`: it was not needed any more. */
type Outcome = TryResult | 'lost' | 'dropped';
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
