import type { ContradictionKind, Said } from '#domain/incident/contradiction';
import type { SourceContact } from '#domain/measurement/source-contact';
import type { Stated, Status } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';

/** The newest outage of a component, with its incident. `closed`: what people did with that; `cooldownEndsAt`: when the component that goes up and down will be calm. */
export type OutageFact = {
  slug: string;
  name: string;
  incident: string;
  closed: 'resolved' | 'withdrawn' | null;
  level: 2 | 3;
  from: Instant;
  to: Instant | null;
  isReturn: boolean;
  cooldownEndsAt: Instant | null;
};

/** `seen`: what monitoring sees after it: that it goes on, that it is better and not well, or nothing any more. */
export type OutageAbout = { kind: 'outage'; seen: 'down' | 'degraded' | 'unseen' } & Pick<
  OutageFact,
  'name' | 'level' | 'from' | 'to' | 'isReturn' | 'closed'
>;

/** A source of alerts. `lapsed`: instances that are unknown because alerts of them were not repeated in time, and since when. */
export type AlertSender = {
  id: number;
  name: string;
  lapsed: { instances: number; since: Instant } | null;
  truncated: { alerts: number; at: Instant } | null;
};

type SenderAbout =
  | { kind: 'lapsed'; source: string; instances: number; since: Instant }
  | { kind: 'truncated'; source: string; alerts: number };

/** What an alert says, in figures and names; words come from the catalogue. */
export type AlertAbout =
  | OutageAbout
  | SenderAbout
  | { kind: 'contradiction'; of: ContradictionKind; name: string; status: Status; stated: Stated | null }
  | { kind: 'promise'; title: string; by: Instant; isLapsed: boolean }
  | { kind: 'forgotten'; title: string; names: readonly string[]; saidAt: Instant; hours: number }
  | { kind: 'blind'; source: string; seenAt: Instant }
  | { kind: 'clock'; source: string; aheadMs: number }
  | { kind: 'destination'; destination: number; name: string; isGone: boolean }
  | { kind: 'queue'; watermark: Instant }
  | { kind: 'automation'; reconciledUntil: Instant }
  | { kind: 'evaluation'; evaluatedUntil: Instant };

/** How urgent: 1 soon, 2 now, 3 worst. */
export type Urgency = 1 | 2 | 3;

/**
 * An alert that is on. `key` names its cause for as long as it lasts; it is told once it has been on for `holdMs`; `incident`: what its link opens. `step`:
 * of one that is told once at each of several steps, the one that was reached; 0: it has none, and is told again until somebody acknowledges it.
 */
export type StaffAlert = {
  key: string;
  urgency: Urgency;
  incident: string | null;
  holdMs: number;
  step: number;
  about: AlertAbout;
};

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
  evaluatedUntil: Instant | null;
  /** Up to when all that reached us is stored, and up to when incidents follow what is evaluated; null where nothing says so. */
  watermark: Instant | null;
  reconciledUntil: Instant | null;
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
  destinations: readonly number[];
  /** Whom alerts are to be told to and do not reach: it says that it is gone, or the last of them did not arrive. */
  failingDestinations: readonly { id: number; name: string; isGone: boolean }[];
};

/** Keys of alerts by what they are about. */
export const keyOf = {
  outage: (slug: string) => `outage ${slug}`,
  contradiction: (said: Said, slug: string) => `contradiction ${said} ${slug}`,
  blind: (id: number) => `blind ${id}`,
  clock: (id: number) => `clock ${id}`,
};

/**
 * Why the cause of an alert is gone: all is `well`; late data `erased` it; nothing is to be observed any more (`unmonitored`); the agent or the destination was `removed`, the agent is
 * not heard any more (`silent`) or reports `late` as a rule; the incident was `closed`.
 */
export type WhyGone = 'well' | 'erased' | 'unmonitored' | 'removed' | 'silent' | 'late' | 'closed';
/** That the cause of an alert is gone: since when, as far as that is known, and when that was noticed. */
export type Gone = { at: Instant; why: WhyGone; noticedAt: Instant };

/** An alert that was on when somebody last looked, as it is stored. `gone`: its cause is, and it ends where it does not come back. */
export type OpenAlert = Pick<StaffAlert, 'key' | 'urgency' | 'incident' | 'step' | 'about'> & {
  id: number;
  gone: Gone | null;
};
