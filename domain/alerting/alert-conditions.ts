import { type Contradiction, contradictionsOf, saidOf } from '#domain/incident/contradiction';
import { clockOffMs, isAgentSilent, type SourceContact } from '#domain/measurement/source-contact';
import { levelOf } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { type AlertFacts, keyOf, type OpenAlert, type StaffAlert } from './alert.ts';
import { senderAlerts } from './alertmanager-alerts.ts';
import { outageAlerts } from './outage-alerts.ts';

/** A contradiction between page and probes is told when it has lasted this long: until then people are about to speak. */
export const CONTRADICTION_AFTER_MS = 5 * 60_000;
/** A promise is called out this long before it lapses. */
export const PROMISE_SOON_MS = 10 * 60_000;
/** Evaluation that is further behind the clock than this is told. */
export const EVALUATED_BEHIND_MS = 90_000;
/** Probes that wait to be stored for longer than this are told, when they have for QUEUE_AFTER_MS: after a start there is something to wait for. */
export const WATERMARK_BEHIND_MS = 30_000;
export const QUEUE_AFTER_MS = 60_000;
/** Incidents that are further behind what is evaluated than this are told. */
export const RECONCILED_BEHIND_MS = 90_000;
/** An agent that has gone blind is told when it has been for this long: one that is started anew comes back. */
export const AGENT_SILENT_AFTER_MS = 30_000;
/** Trouble that readers see and nobody says more of is told when the last public word is this old, and then once every so many hours. */
const FORGOTTEN_AFTER_H = [3, 6, 12, 24] as const;
const FORGOTTEN_EVERY_H = 24;
const HOUR_MS = 3_600_000;

/** Every alert that is on, from what is known now and what was `open` before. The order of the facts does not matter. */
export function alertsOn(facts: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  return [
    ...outageAlerts(facts, open),
    ...contradictionAlerts(facts, open),
    ...facts.promises
      .filter(({ by }) => facts.now >= by - PROMISE_SOON_MS)
      .map((promise) => promiseAlert(promise, facts.now)),
    ...facts.troubles.flatMap((trouble) => forgottenAlert(trouble, facts.now)),
    ...facts.sources.flatMap((source) => sourceAlerts(source, facts, open)),
    ...facts.senders.flatMap((sender) => senderAlerts(sender, facts.now)),
    ...facts.failingDestinations.map(destinationAlert),
    ...ownAlerts(facts),
  ];
}

function contradictionAlerts({ components }: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  const known = new Set(open.filter(({ gone }) => gone === null).map(({ key }) => key));
  const incidentOf = new Map(components.map(({ slug, incident }) => [slug, incident]));
  const found = contradictionsOf(components, (slug) => known.has(keyOf.contradiction('better', slug)));
  return found.map((one) => contradictionAlert(one, incidentOf.get(one.slug) ?? null));
}

/** One alert of a component that is said to be better than it is, one of a component that is said to be worse. */
function contradictionAlert({ kind, slug, name, status, stated }: Contradiction, incident: string | null): StaffAlert {
  const about = { kind: 'contradiction', of: kind, name, status, stated } as const;
  const urgency = levelOf(status) === 3 ? 3 : 2;
  return {
    key: keyOf.contradiction(saidOf(kind), slug),
    urgency,
    incident,
    holdMs: CONTRADICTION_AFTER_MS,
    step: 0,
    about,
  };
}

function promiseAlert({ incident, title, by }: AlertFacts['promises'][number], now: Instant): StaffAlert {
  const isLapsed = now >= by;
  return {
    key: `promise ${incident} ${by}`,
    urgency: isLapsed ? 2 : 1,
    incident,
    holdMs: 0,
    step: 0,
    about: { kind: 'promise', title, by, isLapsed },
  };
}

/** The hours of the last step that was reached; 0 before the first. */
function hoursReached(ms: number): number {
  const days = Math.floor(ms / (FORGOTTEN_EVERY_H * HOUR_MS));
  return days > 0 ? days * FORGOTTEN_EVERY_H : (FORGOTTEN_AFTER_H.findLast((hours) => ms >= hours * HOUR_MS) ?? 0);
}

/** One alert a public word: the next word ends it, and begins anew. */
function forgottenAlert({ incident, ...about }: AlertFacts['troubles'][number], now: Instant): StaffAlert[] {
  const hours = hoursReached(now - about.saidAt);
  if (hours === 0) return [];
  return [
    {
      key: `forgotten ${incident} ${about.saidAt}`,
      urgency: 1,
      incident,
      holdMs: 0,
      step: hours,
      about: { kind: 'forgotten', ...about, hours },
    },
  ];
}

/** Blind by the time that is evaluated: while evaluation waits for deliveries of our own fault, nobody is; nor is a source whose deliveries we hold. */
function sourceAlerts(
  source: SourceContact,
  { now, evaluatedUntil, silenceAfterMs, heldSources }: AlertFacts,
  open: readonly OpenAlert[],
): StaffAlert[] {
  const { id, name, seenAt } = source;
  const found: StaffAlert[] = [];
  if (
    seenAt !== null &&
    evaluatedUntil !== null &&
    !heldSources.has(id) &&
    isAgentSilent(source, silenceAfterMs, evaluatedUntil)
  )
    found.push({
      key: keyOf.blind(id),
      urgency: 2,
      incident: null,
      holdMs: AGENT_SILENT_AFTER_MS,
      step: 0,
      about: { kind: 'blind', source: name, seenAt },
    });
  const aheadMs = clockOffMs(
    source,
    now,
    open.some(({ key }) => key === keyOf.clock(id)),
  );
  if (aheadMs !== null)
    found.push({
      key: keyOf.clock(id),
      urgency: 1,
      incident: null,
      holdMs: 0,
      step: 0,
      about: { kind: 'clock', source: name, aheadMs },
    });
  return found;
}

function destinationAlert({ id, ...about }: AlertFacts['failingDestinations'][number]): StaffAlert {
  return {
    key: `destination ${id}`,
    urgency: 2,
    incident: null,
    holdMs: 0,
    step: 0,
    about: { kind: 'destination', destination: id, ...about },
  };
}

/** Faults of our own. Whoever has just begun to watch gives evaluation the same time to catch up before it is told. */
function ownAlerts({ now, watchedSince, evaluatedUntil, watermark, reconciledUntil }: AlertFacts): StaffAlert[] {
  const found: StaffAlert[] = [];
  const own = { incident: null, step: 0 };
  if (evaluatedUntil !== null && now - evaluatedUntil > EVALUATED_BEHIND_MS)
    found.push({
      ...own,
      key: 'evaluation',
      urgency: 3,
      holdMs: Math.max(0, watchedSince + EVALUATED_BEHIND_MS - now),
      about: { kind: 'evaluation', evaluatedUntil },
    });
  if (watermark !== null && now - watermark > WATERMARK_BEHIND_MS)
    found.push({ ...own, key: 'queue', urgency: 2, holdMs: QUEUE_AFTER_MS, about: { kind: 'queue', watermark } });
  if (evaluatedUntil !== null && reconciledUntil !== null && evaluatedUntil - reconciledUntil > RECONCILED_BEHIND_MS)
    found.push({ ...own, key: 'automation', urgency: 3, holdMs: 0, about: { kind: 'automation', reconciledUntil } });
  return found;
}
