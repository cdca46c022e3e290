import type { Attempt } from '#domain/delivery/attempt';
import type { RetryPlan } from '#domain/delivery/retry';
import type { Instant } from '#domain/time/interval';
import type { Urgency } from './alert.ts';

/** An alert that is not acknowledged is sent again after this time, at most ROUNDS_MAX times in all. A higher urgency starts the count again. */
export const REPEAT_EVERY_MS = 10 * 60_000;
export const ROUNDS_MAX = 6;
/** After ROUNDS_MAX, an unacknowledged alert whose cause returns is sent again only if the last delivery is this old. */
export const RETURN_EVERY_MS = 3_600_000;
/** A return is sent at once while fewer deliveries than this were made in the last RETURN_EVERY_MS. More frequent returns wait for REPEAT_EVERY_MS. */
const IMMEDIATE_RETURNS_MAX = 3;
/** The tries of a delivery. They are few, because an alert that did not arrive is sent again after REPEAT_EVERY_MS. */
export const ALERT_RETRIES: RetryPlan = { afterMs: [0, 5_000, 5 * 60_000], jitter: 0 };
export const TRIES_MAX = ALERT_RETRIES.afterMs.length;
/** After this many failed deliveries in a row, a destination counts as failing. */
export const MISSED_MAX = 3;

export type DeliveryEvent = 'raised' | 'acknowledged' | 'ended';
/** `acceptsAcknowledgement`: the destination pages people, and stops when it receives an acknowledgement. */
export type AlertDestination = { id: number; acceptsAcknowledgement: boolean };
/**
 * What deliveries need to know of an alert. `notifyFrom`: when the first notification is due, or that of the current step. `isCleared`: the cause has
 * cleared, so nothing is sent. `activeSince`: start of the current uninterrupted period.
 */
export type NotifiableAlert = {
  id: number;
  /** The destination that the alert is about, which does not receive it. */
  exceptFor: number | null;
  urgency: Urgency;
  step: number;
  activeSince: Instant;
  notifyFrom: Instant;
  isCleared: boolean;
  acknowledgedAt: Instant | null;
  endedAt: Instant | null;
};
/** `wasTried`: the destination may have received it. `outcome`: null while it is not known. */
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
 * Returns the deliveries to make now, given those already made. Each destination receives an alert once, then again while it is not acknowledged, or
 * once per step. Destinations that may have received the alert also receive its end. A failed delivery does not count: it is made again after
 * REPEAT_EVERY_MS while it still applies. The order of the arguments' elements does not matter.
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
  const mayHaveReceived = own.some((one) => one.event === 'raised' && one.wasTried);
  if (alert.endedAt !== null) return mayHaveReceived && isDueOnce(own, 'ended', alert.endedAt, now) ? 'ended' : null;
  if (alert.acknowledgedAt === null)
    return !alert.isCleared && now >= alert.notifyFrom && isRaiseDue(alert, own, now) ? 'raised' : null;
  return destination.acceptsAcknowledgement &&
    mayHaveReceived &&
    isDueOnce(own, 'acknowledged', alert.acknowledgedAt, now)
    ? 'acknowledged'
    : null;
}

function isPending({ outcome }: MadeDelivery): boolean {
  return outcome === null;
}

/** A lost delivery may have arrived, so it is not repeated as if it had failed. */
function hasArrived({ outcome }: MadeDelivery): boolean {
  return outcome === 'sent' || outcome === 'lost';
}

function isRepeatDue(made: readonly MadeDelivery[], now: Instant): boolean {
  return now - Math.max(...made.map(({ madeAt }) => madeAt)) >= REPEAT_EVERY_MS;
}

function isRaiseDue(
  { urgency, step, notifyFrom, activeSince }: NotifiableAlert,
  own: readonly MadeDelivery[],
  now: Instant,
): boolean {
  if (step > 0) return isDueOnce(own, 'raised', notifyFrom, now);
  const raised = own.filter((one) => one.event === 'raised' && one.urgency === urgency);
  if (raised.length === 0) return true;
  if (raised.some(isPending)) return false;
  const lastAt = Math.max(...raised.map(({ madeAt }) => madeAt));
  const isReturn = lastAt < activeSince;
  if (raised.filter(hasArrived).length >= ROUNDS_MAX) return isReturn && now - lastAt >= RETURN_EVERY_MS;
  const recent = own.filter(({ event, madeAt }) => event === 'raised' && now - madeAt < RETURN_EVERY_MS);
  return isRepeatDue(raised, now) || (isReturn && recent.length < IMMEDIATE_RETURNS_MAX);
}

/** Returns whether an event of `since` is still to be delivered. A delivery that failed is due again after REPEAT_EVERY_MS. */
function isDueOnce(own: readonly MadeDelivery[], event: DeliveryEvent, since: Instant, now: Instant): boolean {
  const made = own.filter((one) => one.event === event && one.madeAt >= since);
  return made.length === 0 || (!made.some(isPending) && !made.some(hasArrived) && isRepeatDue(made, now));
}

/** The result of one try. */
export type TryResult = 'sent' | 'gone' | 'refused' | 'redirected' | 'blocked' | 'failed' | 'timed_out' | 'unreachable';
/** The result of the last try. `lost`: the process died before it stored a result. `dropped`: the delivery was not needed any more. */
type Outcome = TryResult | 'lost' | 'dropped';
const RETRYABLE: readonly TryResult[] = ['failed', 'timed_out', 'unreachable'];

/** Maps an HTTP status to a result. Redirects are not followed: an admin enters the new address. */
export function resultOfStatus(status: number): TryResult {
  if (status >= 200 && status < 300) return 'sent';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 410) return 'gone';
  return status >= 500 || status === 408 || status === 429 ? 'failed' : 'refused';
}

/** Converts a result to an attempt. Its answer is not stored, because it may contain the address. */
export function attemptOf(result: TryResult): Attempt {
  return { outcome: result, isFinal: !RETRYABLE.includes(result), answer: null, retryAfterMs: null };
}
