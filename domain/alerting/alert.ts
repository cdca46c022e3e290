import type { ContradictionKind, Direction } from '#domain/incident/contradiction';
import type { SourceContact } from '#domain/measurement/source-contact';
import type { Stated, Status } from '#domain/measurement/status';
import type { Day } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';

/**
 * The latest outage of a component, with its incident. `closed`: how staff closed that incident. `cooldownEndsAt`: when the cooldown of a flapping
 * component ends.
 */
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

/** `current`: the state of the component after the outage was confirmed. `degraded` is better than an outage, but not operational. */
export type OutageAbout = { kind: 'outage'; current: 'down' | 'degraded' | 'unknown' } & Pick<
  OutageFact,
  'name' | 'level' | 'from' | 'to' | 'isReturn' | 'closed'
>;

/** A source of alerts. `lapsed`: how many instances are unknown because their alerts were not repeated in time, and since when. */
export type AlertSender = {
  id: number;
  name: string;
  lapsed: { instances: number; since: Instant } | null;
  truncated: { alerts: number; at: Instant } | null;
};

type SenderAbout =
  | { kind: 'lapsed'; source: string; instances: number; since: Instant }
  | { kind: 'truncated'; source: string; alerts: number };

/** The facts of an alert: figures and names. The message catalogue turns them into text. */
export type AlertAbout =
  | OutageAbout
  | SenderAbout
  | { kind: 'contradiction'; of: ContradictionKind; name: string; status: Status; stated: Stated | null }
  | { kind: 'promise'; title: string; by: Instant; isLapsed: boolean }
  | { kind: 'forgotten'; title: string; names: readonly string[]; lastUpdateAt: Instant; hours: number }
  | { kind: 'agent_silent'; source: string; seenAt: Instant }
  | { kind: 'clock'; source: string; aheadMs: number }
  | { kind: 'destination'; destination: number; name: string; isGone: boolean }
  | { kind: 'queue'; watermark: Instant }
  | { kind: 'automation'; reconciledUntil: Instant }
  | { kind: 'evaluation'; evaluatedUntil: Instant }
  | { kind: 'volume_pause'; since: Instant }
  | { kind: 'postmortem'; title: string; promisedOn: Day; days: number };

/** 1: warning, 2: error, 3: critical. */
export type Urgency = 1 | 2 | 3;

/**
 * An active alert. `key` identifies its cause while it lasts. The first notification is due once the alert has been active for `notifyAfterMs`.
 * `incident`: the incident that its link opens. `step`: the step reached, for an alert that notifies once per step. It is 0 for an alert that repeats
 * until a person acknowledges it.
 */
export type StaffAlert = {
  key: string;
  urgency: Urgency;
  incident: string | null;
  notifyAfterMs: number;
  step: number;
  about: AlertAbout;
};

/** A component's status by monitoring, and the status that public incidents state. `incident`: an open incident that names it. */
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
  /** When this process started to watch. A delay from before, while nothing ran, is not a fault now. */
  watchedSince: Instant;
  evaluatedUntil: Instant | null;
  /** The watermark of ingest, and the time up to which incidents are reconciled. Null when not known. */
  watermark: Instant | null;
  reconciledUntil: Instant | null;
  /** Sources whose deliveries were received but are not stored yet. */
  unstoredSources: ReadonlySet<number>;
  /** The latest outage of each component that had one, ongoing or not. */
  outages: readonly OutageFact[];
  components: readonly ComponentFact[];
  /** Open incidents. */
  incidents: readonly string[];
  /** When the next update of each open incident is due, where one was announced. */
  promises: readonly { incident: string; title: string; by: Instant }[];
  /** The time of the last public update of each open incident that publicly affects these components. */
  troubles: readonly { incident: string; title: string; names: readonly string[]; lastUpdateAt: Instant }[];
  sources: readonly SourceContact[];
  /** Sources of alerts. */
  senders: readonly AlertSender[];
  silenceAfterMs: number;
  /** Active alert destinations. */
  destinations: readonly number[];
  /** Destinations that alerts do not reach: the receiver answered that it is gone, or the last deliveries failed. */
  failingDestinations: readonly { id: number; name: string; isGone: boolean }[];
  /** Post-mortems that were promised and are not published, with the promised day (UTC). */
  postmortems: readonly { incident: string; title: string; promisedOn: Day }[];
  /** Since when sending to subscribers is paused because of its volume; null if it is not. */
  volumePausedAt: Instant | null;
};

/** Builds the keys of alerts. */
export const keyOf = {
  outage: (slug: string) => `outage ${slug}`,
  contradiction: (direction: Direction, slug: string) => `contradiction ${direction} ${slug}`,
  agent_silent: (id: number) => `agent_silent ${id}`,
  clock: (id: number) => `clock ${id}`,
};

/**
 * Why the cause of an alert cleared. `not_monitored`: the component has no instances left. `removed`: the agent or the destination was removed.
 * `silent`: the agent is not in contact any more. `late`: the agent always reports late, so its silence means nothing.
 */
export type ClearReason =
  | 'recovered'
  | 'removed_by_late_data'
  | 'not_monitored'
  | 'removed'
  | 'silent'
  | 'late'
  | 'incident_closed';
/** `at`: when the cause cleared, as far as that is known. `noticedAt`: when that was noticed. */
export type Cleared = { at: Instant; reason: ClearReason; noticedAt: Instant };

/** An alert as it is stored. `cleared`: its cause has cleared, and the alert ends unless the cause returns within the cooldown. */
export type OpenAlert = Pick<StaffAlert, 'key' | 'urgency' | 'incident' | 'step' | 'about'> & {
  id: number;
  cleared: Cleared | null;
};
