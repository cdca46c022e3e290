import { type Contradiction, contradictionsOf, directionOf } from '#domain/incident/contradiction';
import { clockOffMs, isAgentSilent, type SourceContact } from '#domain/measurement/source-contact';
import { levelOf } from '#domain/measurement/status';
import { dayAt, daysBetween } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import { type AlertFacts, keyOf, type OpenAlert, type StaffAlert } from './alert.ts';
import { senderAlerts } from './alertmanager-alerts.ts';
import { outageAlerts } from './outage-alerts.ts';

/** A contradiction between page and probes notifies when it has lasted this long. Until then, staff may be writing an update. */
export const CONTRADICTION_AFTER_MS = 5 * 60_000;
/** The first alert about the next update comes this long before the update is due. */
export const PROMISE_SOON_MS = 10 * 60_000;
/** Evaluation may be this far behind the clock without an alert. */
export const EVALUATED_BEHIND_MS = 90_000;
/** Probes may wait this long to be stored. A longer wait notifies after QUEUE_AFTER_MS, because some waiting is normal after a start. */
export const WATERMARK_BEHIND_MS = 30_000;
export const QUEUE_AFTER_MS = 60_000;
/** Incidents may be this far behind the evaluation without an alert. */
export const RECONCILED_BEHIND_MS = 90_000;
/** A silent agent notifies after this time, because an agent that is restarted comes back within it. */
export const AGENT_SILENT_AFTER_MS = 30_000;
/** An open public incident alerts when its last public update is this old, and then every FORGOTTEN_EVERY_H hours. */
const FORGOTTEN_AFTER_H = [3, 6, 12, 24] as const;
const FORGOTTEN_EVERY_H = 24;
const HOUR_MS = 3_600_000;
const WEEK_DAYS = 7;

/** Returns the active alerts. `open`: the stored alerts, for conditions with hysteresis. The order of the facts does not matter. */
export function activeAlerts(facts: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  return [
    ...outageAlerts(facts, open),
    ...contradictionAlerts(facts, open),
    ...facts.promises
      .filter(({ by }) => facts.now >= by - PROMISE_SOON_MS)
      .map((promise) => promiseAlert(promise, facts.now)),
    ...facts.troubles.flatMap((trouble) => forgottenAlert(trouble, facts.now)),
    ...facts.postmortems.flatMap((promised) => postmortemAlert(promised, facts.now)),
    ...facts.sources.flatMap((source) => sourceAlerts(source, facts, open)),
    ...facts.senders.flatMap((sender) => senderAlerts(sender, facts.now)),
    ...facts.failingDestinations.map(destinationAlert),
    ...ownAlerts(facts),
    ...(facts.volumePausedAt === null ? [] : [volumePauseAlert(facts.volumePausedAt)]),
  ];
}

function contradictionAlerts({ components }: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  const known = new Set(open.filter(({ cleared }) => cleared === null).map(({ key }) => key));
  const incidentOf = new Map(components.map(({ slug, incident }) => [slug, incident]));
  const found = contradictionsOf(components, (slug) => known.has(keyOf.contradiction('better', slug)));
  return found.map((one) => contradictionAlert(one, incidentOf.get(one.slug) ?? null));
}

/** A component that is stated better than it is has another alert than one that is stated worse. */
function contradictionAlert({ kind, slug, name, status, stated }: Contradiction, incident: string | null): StaffAlert {
  const about = { kind: 'contradiction', of: kind, name, status, stated } as const;
  const urgency = levelOf(status) === 3 ? 3 : 2;
  return {
    key: keyOf.contradiction(directionOf(kind), slug),
    urgency,
    incident,
    notifyAfterMs: CONTRADICTION_AFTER_MS,
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
    notifyAfterMs: 0,
    step: 0,
    about: { kind: 'promise', title, by, isLapsed },
  };
}

/** Returns the hours of the last step reached, or 0 before the first. */
function hoursReached(ms: number): number {
  const days = Math.floor(ms / (FORGOTTEN_EVERY_H * HOUR_MS));
  return days > 0 ? days * FORGOTTEN_EVERY_H : (FORGOTTEN_AFTER_H.findLast((hours) => ms >= hours * HOUR_MS) ?? 0);
}

/** Each public update has its own alert, so the next update ends it and starts the steps again. */
function forgottenAlert({ incident, ...about }: AlertFacts['troubles'][number], now: Instant): StaffAlert[] {
  const hours = hoursReached(now - about.lastUpdateAt);
  if (hours === 0) return [];
  return [
    {
      key: `forgotten ${incident} ${about.lastUpdateAt}`,
      urgency: 1,
      incident,
      notifyAfterMs: 0,
      step: hours,
      about: { kind: 'forgotten', ...about, hours },
    },
  ];
}

/** The day after the promised one begins the first step, and each week another one. */
function postmortemAlert(
  { incident, title, promisedOn }: AlertFacts['postmortems'][number],
  now: Instant,
): StaffAlert[] {
  const days = daysBetween(promisedOn, dayAt(now));
  if (days < 1) return [];
  return [
    {
      key: `postmortem ${incident} ${promisedOn}`,
      urgency: 1,
      incident,
      notifyAfterMs: 0,
      step: Math.floor((days - 1) / WEEK_DAYS) * WEEK_DAYS + 1,
      about: { kind: 'postmortem', title, promisedOn, days },
    },
  ];
}

/**
 * An agent is silent by the evaluated time, not by the clock. While evaluation waits for deliveries because of a fault of Candor, no agent is silent.
 * A source whose deliveries are not stored yet is not silent either.
 */
function sourceAlerts(
  source: SourceContact,
  { now, evaluatedUntil, silenceAfterMs, unstoredSources }: AlertFacts,
  open: readonly OpenAlert[],
): StaffAlert[] {
  const { id, name, seenAt } = source;
  const found: StaffAlert[] = [];
  if (
    seenAt !== null &&
    evaluatedUntil !== null &&
    !unstoredSources.has(id) &&
    isAgentSilent(source, silenceAfterMs, evaluatedUntil)
  )
    found.push({
      key: keyOf.agent_silent(id),
      urgency: 2,
      incident: null,
      notifyAfterMs: AGENT_SILENT_AFTER_MS,
      step: 0,
      about: { kind: 'agent_silent', source: name, seenAt },
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
      notifyAfterMs: 0,
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
    notifyAfterMs: 0,
    step: 0,
    about: { kind: 'destination', destination: id, ...about },
  };
}

/** Each pause has its own alert, because a person ends it. */
function volumePauseAlert(since: Instant): StaffAlert {
  return {
    key: `volume_pause ${since}`,
    urgency: 3,
    incident: null,
    notifyAfterMs: 0,
    step: 0,
    about: { kind: 'volume_pause', since },
  };
}

/** Returns alerts about faults of Candor itself. A process that has just started gives evaluation the same time to catch up. */
function ownAlerts({ now, watchedSince, evaluatedUntil, watermark, reconciledUntil }: AlertFacts): StaffAlert[] {
  const found: StaffAlert[] = [];
  const own = { incident: null, step: 0 };
  if (evaluatedUntil !== null && now - evaluatedUntil > EVALUATED_BEHIND_MS)
    found.push({
      ...own,
      key: 'evaluation',
      urgency: 3,
      notifyAfterMs: Math.max(0, watchedSince + EVALUATED_BEHIND_MS - now),
      about: { kind: 'evaluation', evaluatedUntil },
    });
  if (watermark !== null && now - watermark > WATERMARK_BEHIND_MS)
    found.push({
      ...own,
      key: 'queue',
      urgency: 2,
      notifyAfterMs: QUEUE_AFTER_MS,
      about: { kind: 'queue', watermark },
    });
  if (evaluatedUntil !== null && reconciledUntil !== null && evaluatedUntil - reconciledUntil > RECONCILED_BEHIND_MS)
    found.push({
      ...own,
      key: 'automation',
      urgency: 3,
      notifyAfterMs: 0,
      about: { kind: 'automation', reconciledUntil },
    });
  return found;
}
