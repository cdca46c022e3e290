import type { Instant } from '#domain/interval';
import type { AlertAbout, Urgency } from '#domain/staff-alert';
import type { DeliveryEvent } from '#domain/staff-alert-delivery';
import { consoleAlertsEn } from '../../messages/console-alerts-en.ts';
import { staffAlertWords } from './staff-alert-words.ts';

/** What is told of an alert, whatever the way. `id` is the same for each try; `alert` for everything that is told of one alert. */
export type AlertNews = {
  id: string;
  alert: string;
  event: DeliveryEvent | 'test';
  round: number;
  kind: AlertAbout['kind'] | 'test';
  urgency: Urgency;
  /** The sentence that says it all. */
  words: string;
  begunAt: Instant;
  incident: string | null;
  /** Where to look and to acknowledge; opens on a phone. */
  link: string;
  /** The host that staff know this Candor by. */
  site: string;
};

type Told = {
  event: DeliveryEvent;
  round: number;
  alert: { id: number; urgency: Urgency; incident: string | null; about: AlertAbout; begunAt: Instant };
};

function words(event: DeliveryEvent, round: number, plain: string): string {
  if (event === 'ended') return consoleAlertsEn.message.ended(plain);
  return round > 1 ? consoleAlertsEn.message.again(plain) : plain;
}

/** News of an alert for those who are told of it. */
export function alertNews({ event, round, alert }: Told, publicOrigin: string, now: Instant): AlertNews {
  const { id, about, incident, urgency, begunAt } = alert;
  return {
    id: `staff-alert-${id}-${event}-${round}`,
    alert: `staff-alert-${id}`,
    event,
    round,
    kind: about.kind,
    urgency,
    words: words(event, round, staffAlertWords(about, now)),
    begunAt,
    incident,
    link: `${publicOrigin}/console${incident === null ? '' : `/incidents/${incident}`}`,
    site: new URL(publicOrigin).hostname,
  };
}

/** News that tries whether a target hears of anything. `id` must be one that was never used. */
export function testNews(id: string, publicOrigin: string, now: Instant): AlertNews {
  const link = `${publicOrigin}/console`;
  const plain = consoleAlertsEn.message.test;
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
    incident: null,
    link,
    site: new URL(publicOrigin).hostname,
  };
}
