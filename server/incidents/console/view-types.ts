import type { Urgency } from '#domain/alerting/alert';
import type { Contradiction } from '#domain/incident/contradiction';
import type { Audience, IncidentState } from '#domain/incident/incident';
import type { Counts } from '#domain/measurement/component-status';
import type { LowCoverage } from '#domain/measurement/low-coverage';
import type { Stated } from '#domain/measurement/status';
import type { Tone } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';
import type { Author } from '#server/incidents/reads/author-names';
import type { PostmortemTask } from '#server/postmortems/reads/postmortem-tasks';

/** An open incident in the on-call overview. */
export type OnCallIncident = {
  publicId: string;
  title: string;
  state: IncidentState;
  startedAt: Instant;
  isPublic: boolean;
  isAcknowledged: boolean;
  heldUntil: Instant | null;
  components: string[];
  /** When the next update is due; null if none was announced. */
  nextUpdateBy: Instant | null;
  lastUpdateAt: Instant | null;
};

/** Current monitoring of a component, whatever is stated publicly. */
export type OnCallComponent = {
  slug: string;
  name: string;
  tone: Tone;
  since: Instant | null;
  phase: 'steady' | 'possible' | 'recovering';
  phaseSince: Instant | null;
  counts: Counts;
  worstDataAgeMs: number | null;
};

/** An active staff alert. */
export type ShownAlert = {
  id: number;
  urgency: Urgency;
  text: string;
  incident: string | null;
  begunAt: Instant;
  acknowledged: { by: string; at: Instant } | null;
};

/** A draft awaiting approval. */
export type WaitingText = { publicId: string; title: string; since: Instant };

/** The on-call overview. */
export type OnCallOverview = {
  now: Instant;
  alerts: ShownAlert[];
  incidents: OnCallIncident[];
  waiting: WaitingText[];
  postmortems: PostmortemTask[];
  components: OnCallComponent[];
  contradictions: Contradiction[];
  unseen: LowCoverage[];
};

/** Initial values of the composer. `stated`: component statuses by slug. */
export type TemplateTexts = {
  body: string;
  whatYouCanDo: string;
  title: string;
  state: IncidentState;
  nextMinutes: number | null;
  isInternal: boolean;
  notifies: boolean;
  occurredAt: string;
  reason: string;
  stated: Record<string, Stated>;
};

/** An update as staff see it. `html` is sanitised. */
export type StaffUpdate = {
  publicId: string;
  state: IncidentState;
  body: string;
  html: string;
  whatYouCanDo: string | null;
  audience: Audience[];
  notifies: boolean;
  occurredAt: Instant;
  publishedAt: Instant;
  nextUpdateBy: Instant | null;
  version: number;
  editedAt: Instant | null;
  retractedAt: Instant | null;
  retractedReason: string | null;
  /** Until when it can be undone; null if it cannot. */
  undoUntil: Instant | null;
  undoneAt: Instant | null;
  author: Author;
  affected: { slug: string; name: string; oldStatus: Stated; newStatus: Stated }[];
};
