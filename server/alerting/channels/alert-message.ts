import type { AlertAbout, Gone, Urgency } from '#domain/alerting/alert';
import type { DeliveryEvent } from '#domain/alerting/alert-deliveries';
import type { DatabaseCause } from '#domain/alerting/database-fault';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';
import { formatAlert } from './format-alert.ts';

/** What is told of an alert, whatever the way. `id` is the same for each try; `alert` for everything that is told of one alert. */
export type AlertMessage = {
  id: string;
  alert: string;
  event: DeliveryEvent | 'test';
  round: number;
  kind: AlertAbout['kind'] | 'test' | 'database';
  urgency: Urgency;
  /** The sentence that says it all. */
  words: string;
  begunAt: Instant;
  /** When it ended, where that is told. */
  endedAt: Instant | null;
  incident: string | null;
  /** Where to look and to acknowledge; opens on a phone. */
  link: string;
  /** The host that staff know this Candor by. */
  site: string;
};

type PublishedText = {
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
    gone: Gone | null;
  };
};

const TEXT = consoleAlertsEn.message;

/** What is gone says so, and a promise that has lapsed too. */
function words({ isRepeat, isRise, alert: { about, gone } }: PublishedText, now: Instant): string {
  const plain = formatAlert(about, gone, now);
  if (gone !== null) return plain;
  if (isRepeat) return TEXT.still(plain);
  return isRise && about.kind !== 'promise' ? TEXT.worse(plain) : plain;
}

/** News of an alert for those who are told of it. */
export function alertMessage(told: PublishedText, publicOrigin: string, now: Instant): AlertMessage {
  const { event, round, alert } = told;
  const { publicId, about, incident, urgency, begunAt, gone } = alert;
  return {
    id: `staff-alert-${publicId}-${event}-${round}`,
    alert: `staff-alert-${publicId}`,
    event,
    round,
    kind: about.kind,
    urgency,
    words: words(told, now),
    begunAt,
    endedAt: event === 'ended' ? (gone?.at ?? null) : null,
    incident,
    link: `${publicOrigin}/console${incident === null ? '' : `/incidents/${incident}`}`,
    site: new URL(publicOrigin).hostname,
  };
}

/** News that tries whether a destination hears of anything. `id` must be one that was never used. */
export function testMessage(id: string, publicOrigin: string, now: Instant): AlertMessage {
  const link = `${publicOrigin}/console`;
  const plain = TEXT.test;
  const name = `staff-alert-test-${id}`;
  return {
    id: name,
    alert: name,
    event: 'test',
    round: 1,
    kind: 'test',
    urgency: 1,
    words: plain,
    begunAt: now,
    endedAt: null,
    incident: null,
    link,
    site: new URL(publicOrigin).hostname,
  };
}

type DatabaseAlert = { id: string; event: 'raised' | 'ended'; since: Instant; cause: DatabaseCause | null };

/** News that Candor cannot work with its database, or can again. `id` must be one that was never used, and the same for both. */
export function databaseMessage(
  { id, event, since, cause }: DatabaseAlert,
  publicOrigin: string,
  now: Instant,
): AlertMessage {
  const isOver = event === 'ended';
  const alert = `staff-alert-database-${id}`;
  return {
    id: `${alert}-${event}`,
    alert,
    event,
    round: 1,
    kind: 'database',
    urgency: 3,
    words: (cause === 'disk_full' ? TEXT.diskFull : TEXT.database)[isOver ? 'ended' : 'raised'](
      formatMoment(since, now),
    ),
    begunAt: since,
    endedAt: isOver ? now : null,
    incident: null,
    link: `${publicOrigin}/console`,
    site: new URL(publicOrigin).hostname,
  };
}
