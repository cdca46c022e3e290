import { type Contradiction, type ContradictionKind, contradictionsOf, saidOf } from './contradiction.ts';
import type { Stated } from './incident.ts';
import type { Instant } from './interval.ts';
import { clockOffMs, isBlind, type SourceContact } from './source-contact.ts';
import { keyOf, type OpenAlert } from './staff-alert-follow.ts';
import { type OutageAbout, type OutageFact, outageAlerts } from './staff-alert-outage.ts';
import { type AlertSender, type SenderAbout, senderAlerts } from './staff-alert-sender.ts';
import { levelOf, type Status } from './status.ts';

/** A contradiction between page and probes is told when it has lasted this long: until then people are about to speak. */
export const CONTRADICTION_AFTER_MS = 5 * 60_000;
/** A promise is called out this long before it lapses. */
export const PROMISE_SOON_MS = 10 * 60_000;
/** Judgement that is further behind the clock than this is told. */
export const JUDGED_BEHIND_MS = 90_000;
/** Probes that wait to be stored for longer than this are told, when they have for QUEUE_AFTER_MS: after a start there is something to wait for. */
export const STORED_BEHIND_MS = 30_000;
export const QUEUE_AFTER_MS = 60_000;
/** Incidents that are further behind what is judged than this are told. */
export const KEPT_BEHIND_MS = 90_000;
/** An agent that has gone blind is told when it has been for this long: one that is started anew comes back. */
export const BLIND_AFTER_MS = 30_000;
/** Trouble that readers see and nobody says more of is told when the last public word is this old, and then once every so many hours. */
const FORGOTTEN_AFTER_H = [3, 6, 12, 24] as const;
const FORGOTTEN_EVERY_H = 24;
const HOUR_MS = 3_600_000;

/** What an alert says, in figures and names; words come from the catalogue. */
export type AlertAbout =
  | OutageAbout
  | SenderAbout
  | { kind: 'contradiction'; of: ContradictionKind; name: string; status: Status; stated: Stated | null }
  | { kind: 'promise'; title: string; by: Instant; isLapsed: boolean }
  | { kind: 'forgotten'; title: string; names: readonly string[]; saidAt: Instant; hours: number }
  | { kind: 'blind'; source: string; seenAt: Instant }
  | { kind: 'clock'; source: string; aheadMs: number }
  | { kind: 'target'; target: number; name: string; isGone: boolean }
  | { kind: 'queue'; storedUpTo: Instant }
  | { kind: 'keeper'; keptUpTo: Instant }
  | { kind: 'judgement'; judgedUpTo: Instant };

/** How urgent: 1 soon, 2 now, 3 worst. */
export type Urgency = 1 | 2 | 3;

/**
 * An alert that is on. `key` names its cause for as long as it lasts; it is told once it has been on for `holdMs`; `incident`: what its link opens. `step`:
 * of one that is told once at each of several steps, the one that was reached; 0: it has none, and is told again until somebody acknowledges it.
 */
export type StaffAlert = { key: string; urgency: Urgency; incident: string | null; holdMs: number; step: number; about: AlertAbout };

/** What probes see of a component, and what is said of it. `incident`: an open one that names it. */
export type ComponentFact = {
  slug: string;
  name: string;
  status: Status;
  phase: 'steady' | 'possible' | 'recovering';
  since: Instant | null;
  stated: Stated | null;
  incident: string | null;
};

export type AlertFacts = {
  now: Instant;
  /** Since when whoever asks has been watching: what stood still before, while nothing ran, is no fault of now. */
  watchedSince: Instant;
  judgedUpTo: Instant | null;
  /** Up to when all that reached us is stored, and up to when incidents follow what is judged; null where nothing says so. */
  storedUpTo: Instant | null;
  keptUpTo: Instant | null;
  /** Sources whose deliveries reached us and are not stored. */
  heldSources: ReadonlySet<number>;
  /** The newest outage of each component that had one, whether it goes on or not. */
  outages: readonly OutageFact[];
  components: readonly ComponentFact[];
  /** Incidents that are open. */
  incidents: readonly string[];
  /** The promises that stand, of incidents that are open. */
  promises: readonly { incident: string; title: string; by: Instant }[];
  /** When readers were last told of each open incident of which they see trouble with these components. */
  troubles: readonly { incident: string; title: string; names: readonly string[]; saidAt: Instant }[];
  sources: readonly SourceContact[];
  /** Sources of alerts. */
  senders: readonly AlertSender[];
  silenceAfterMs: number;
  /** Whom alerts are told to. */
  targets: readonly number[];
  /** Whom alerts are to be told to and do not reach: it says that it is gone, or the last of them did not arrive. */
  deafTargets: readonly { id: number; name: string; isGone: boolean }[];
};

/** Every alert that is on, from what is known now and what was `open` before. The order of the facts does not matter. */
export function alertsOn(facts: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  return [
    ...outageAlerts(facts, open),
    ...contradictionAlerts(facts, open),
    ...facts.promises.filter(({ by }) => facts.now >= by - PROMISE_SOON_MS).map((promise) => promiseAlert(promise, facts.now)),
    ...facts.troubles.flatMap((trouble) => forgottenAlert(trouble, facts.now)),
    ...facts.sources.flatMap((source) => sourceAlerts(source, facts, open)),
    ...facts.senders.flatMap((sender) => senderAlerts(sender, facts.now)),
    ...facts.deafTargets.map(targetAlert),
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
  return { key: keyOf.contradiction(saidOf(kind), slug), urgency, incident, holdMs: CONTRADICTION_AFTER_MS, step: 0, about };
}

function promiseAlert({ incident, title, by }: AlertFacts['promises'][number], now: Instant): StaffAlert {
  const isLapsed = now >= by;
  return { key: `promise ${incident} ${by}`, urgency: isLapsed ? 2 : 1, incident, holdMs: 0, step: 0, about: { kind: 'promise', title, by, isLapsed } };
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
  return [{ key: `forgotten ${incident} ${about.saidAt}`, urgency: 1, incident, holdMs: 0, step: hours, about: { kind: 'forgotten', ...about, hours } }];
}

/** Blind by the time that is judged: while judgement waits for deliveries of our own fault, nobody is; nor is a source whose deliveries we hold. */
function sourceAlerts(source: SourceContact, { now, judgedUpTo, silenceAfterMs, heldSources }: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  const { id, name, seenAt } = source;
  const found: StaffAlert[] = [];
  if (seenAt !== null && judgedUpTo !== null && !heldSources.has(id) && isBlind(source, silenceAfterMs, judgedUpTo))
    found.push({ key: keyOf.blind(id), urgency: 2, incident: null, holdMs: BLIND_AFTER_MS, step: 0, about: { kind: 'blind', source: name, seenAt } });
  const aheadMs = clockOffMs(
    source,
    now,
    open.some(({ key }) => key === keyOf.clock(id)),
  );
  if (aheadMs !== null) found.push({ key: keyOf.clock(id), urgency: 1, incident: null, holdMs: 0, step: 0, about: { kind: 'clock', source: name, aheadMs } });
  return found;
}

function targetAlert({ id, ...about }: AlertFacts['deafTargets'][number]): StaffAlert {
  return { key: `target ${id}`, urgency: 2, incident: null, holdMs: 0, step: 0, about: { kind: 'target', target: id, ...about } };
}

/** Faults of our own. Whoever has just begun to watch gives judgement the same time to catch up before it is told. */
function ownAlerts({ now, watchedSince, judgedUpTo, storedUpTo, keptUpTo }: AlertFacts): StaffAlert[] {
  const found: StaffAlert[] = [];
  const own = { incident: null, step: 0 };
  if (judgedUpTo !== null && now - judgedUpTo > JUDGED_BEHIND_MS)
    found.push({ ...own, key: 'judgement', urgency: 3, holdMs: Math.max(0, watchedSince + JUDGED_BEHIND_MS - now), about: { kind: 'judgement', judgedUpTo } });
  if (storedUpTo !== null && now - storedUpTo > STORED_BEHIND_MS)
    found.push({ ...own, key: 'queue', urgency: 2, holdMs: QUEUE_AFTER_MS, about: { kind: 'queue', storedUpTo } });
  if (judgedUpTo !== null && keptUpTo !== null && judgedUpTo - keptUpTo > KEPT_BEHIND_MS)
    found.push({ ...own, key: 'keeper', urgency: 3, holdMs: 0, about: { kind: 'keeper', keptUpTo } });
  return found;
}
