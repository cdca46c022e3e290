import type { AlertAbout, Cleared, Urgency } from '#domain/alerting/alert';
import type { DeliveryEvent } from '#domain/alerting/alert-deliveries';
import type { DatabaseCause } from '#domain/alerting/database-fault';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';
import { formatAdvice } from './format-advice.ts';
import { formatAlert } from './format-alert.ts';

/** A message about an alert, for every channel. `id` is the same for each try, `alert` for all messages about one alert. */
export type AlertMessage = {
  id: string;
  alert: string;
  event: DeliveryEvent | 'test';
  round: number;
  kind: AlertAbout['kind'] | 'test' | 'database';
  urgency: Urgency;
  /** The state in a sentence or two. */
  summary: string;
  /** The advice for staff, in one sentence; null if nothing is needed. */
  advice: string | null;
  begunAt: Instant;
  /** When the alert ended; null for other events. */
  endedAt: Instant | null;
  incident: string | null;
  /** The console page to look at and acknowledge the alert. */
  link: string;
  /** The public host name of this installation. */
  site: string;
};

type Notification = {
  event: DeliveryEvent;
  round: number;
  isRepeat: boolean;
  isRise: boolean;
  alert: {
    publicId: string;
    urgency: Urgency;
    incident: string | null;
    about: AlertAbout;
    begunAt: Instant;
    cleared: Cleared | null;
  };
};

const TEXT = consoleAlertsEn.message;

/** A cleared alert and an overdue update need no prefix, because their texts already say so. */
function summaryOf({ isRepeat, isRise, alert: { about, cleared } }: Notification, now: Instant): string {
  const plain = formatAlert(about, cleared, now);
  if (cleared !== null) return plain;
  if (isRepeat) return TEXT.still(plain);
  return isRise && about.kind !== 'promise' ? TEXT.worse(plain) : plain;
}

/** Builds the message about an alert. */
export function alertMessage(notification: Notification, publicOrigin: string, now: Instant): AlertMessage {
  const { event, round, alert } = notification;
  const { publicId, about, incident, urgency, begunAt, cleared } = alert;
  return {
    id: `staff-alert-${publicId}-${event}-${round}`,
    alert: `staff-alert-${publicId}`,
    event,
    round,
    kind: about.kind,
    urgency,
    summary: summaryOf(notification, now),
    advice: cleared === null ? formatAdvice(about) : null,
    begunAt,
    endedAt: event === 'ended' ? (cleared?.at ?? null) : null,
    incident,
    link: `${publicOrigin}/console${incident === null ? '' : `/incidents/${incident}`}`,
    site: new URL(publicOrigin).hostname,
  };
}

/** Builds a test message. `id` must be new. */
export function testMessage(id: string, publicOrigin: string, now: Instant): AlertMessage {
  const link = `${publicOrigin}/console`;
  const name = `staff-alert-test-${id}`;
  return {
    id: name,
    alert: name,
    event: 'test',
    round: 1,
    kind: 'test',
    urgency: 1,
    summary: TEXT.test,
    advice: null,
    begunAt: now,
    endedAt: null,
    incident: null,
    link,
    site: new URL(publicOrigin).hostname,
  };
}

type DatabaseAlert = { id: string; event: 'raised' | 'ended'; since: Instant; cause: DatabaseCause | null };

/** Builds the message that the database is unavailable, or available again. `id` must be new, and the same for both events. */
export function databaseMessage(
  { id, event, since, cause }: DatabaseAlert,
  publicOrigin: string,
  now: Instant,
): AlertMessage {
  const isEnd = event === 'ended';
  const texts = cause === 'disk_full' ? TEXT.diskFull : TEXT.database;
  const alert = `staff-alert-database-${id}`;
  return {
    id: `${alert}-${event}`,
    alert,
    event,
    round: 1,
    kind: 'database',
    urgency: 3,
    summary: texts[isEnd ? 'ended' : 'raised'](formatMoment(since, now)),
    advice: isEnd ? null : texts.advice,
    begunAt: since,
    endedAt: isEnd ? now : null,
    incident: null,
    link: `${publicOrigin}/console`,
    site: new URL(publicOrigin).hostname,
  };
}
