import type { Stated, Status } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { Approval } from './approval.ts';
import type { Audience, IncidentState } from './incident.ts';
import type { IncidentTimes, PublishedState } from './incident-times.ts';

/** The status that an update or an incident states for a component. */
export type Statement = { componentId: number; status: Stated };

/** An incident before an update. `stated`: what it states of its components. */
export type IncidentBefore = IncidentTimes & {
  state: IncidentState;
  title: string;
  startedAt: Instant;
  publicAt: Instant | null;
  acknowledgedAt: Instant | null;
  /** “What you can do” of the last public update. */
  whatYouCanDo: string | null;
  stated: readonly Statement[];
};

export type UpdateInput = {
  /** Left out: the incident stays in its state. */
  state?: IncidentState | undefined;
  title?: string | undefined;
  audience: readonly Audience[];
  notify: boolean;
  /** Left out: now. */
  occurredAt?: Instant | undefined;
  /** When the state changed, if not now: incident automation counts in evaluated time. */
  movedAt?: Instant | undefined;
  nextUpdateBy?: Instant | null | undefined;
  /** “What you can do”, as plain text. Left out: unchanged. Null or empty: cleared. */
  whatYouCanDo?: string | null | undefined;
  /** Whether the text names the time of the next update. */
  namesNextUpdate?: boolean | undefined;
  /** Left out: an update that ends the incident sets each component to what monitoring shows; any other changes none. */
  affected?: readonly Statement[] | undefined;
  reason?: string | undefined;
  /** Whether the update is refused where the incident is already resolved. */
  mustBeOpen?: boolean | undefined;
  /** Rules that do not apply: a draft has been approved; opening and acknowledging need no reason; a preview needs neither. */
  skips?: readonly ('approval' | 'reason')[] | undefined;
};

/** An update with its defaults filled in. */
export type ResolvedInput = UpdateInput & {
  state: IncidentState;
  title: string;
  affected: readonly Statement[];
  nextUpdateBy: Instant | null;
};

/** What monitoring shows of a component now, and since when. */
export type MonitoredComponent = {
  componentId: number;
  component: string;
  name: string;
  status: Status;
  since: Instant | null;
};

/** Facts for the rules about updates that people write. */
export type StaffFacts = {
  /** Components that the incident or the update names, in the order of the page. */
  monitored: readonly MonitoredComponent[];
  /** All updates so far, in the order of their publication. */
  updates: readonly PublishedState[];
  /** `stated`: every status that the incident or its updates ever gave. `measured`: the worst level of its episodes. */
  approval: { settings: readonly Approval[]; stated: readonly Stated[]; measured: 0 | 2 | 3 };
};

/** `staff`: facts for the rules about people; null for what Candor writes (automation, withdrawal, merge, backfill). */
export type UpdateFacts = { now: Instant; staff: StaffFacts | null };
