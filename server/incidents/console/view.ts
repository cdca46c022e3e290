import type { Urgency } from '#domain/alerting/alert';
import type { Contradiction } from '#domain/incident/contradiction';
import type { Audience, IncidentState } from '#domain/incident/incident';
import type { Counts } from '#domain/measurement/component-status';
import type { LowCoverage } from '#domain/measurement/low-coverage';
import type { Stated } from '#domain/measurement/status';
import type { Tone } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';

/** An incident that goes on, as the overview of whoever is on duty shows it. */
export type OnCallIncident = {
  publicId: string;
  title: string;
  state: IncidentState;
  startedAt: Instant;
  isPublic: boolean;
  isAcknowledged: boolean;
  heldUntil: Instant | null;
  components: string[];
  /** The promise of the newest public update; null where none was made. */
  nextUpdateBy: Instant | null;
  lastSaidAt: Instant | null;
};

/** What probes see of a component now, whatever readers are told. */
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

/** An alert of staff that is on. */
export type ShownAlert = {
  id: number;
  urgency: Urgency;
  words: string;
  incident: string | null;
  begunAt: Instant;
  acknowledged: { by: string; at: Instant } | null;
};

/** A text that waits for a second person to publish it. */
export type WaitingText = { publicId: string; title: string; since: Instant };

/** What whoever is on duty must know at a glance. */
export type OnCallOverview = {
  now: Instant;
  alerts: ShownAlert[];
  incidents: OnCallIncident[];
  waiting: WaitingText[];
  components: OnCallComponent[];
  contradictions: Contradiction[];
  unseen: LowCoverage[];
};

/** What the composer begins with. `said`: of components, by slug. */
export type TemplateTexts = {
  body: string;
  title: string;
  state: IncidentState;
  nextMinutes: number | null;
  isInternal: boolean;
  notifies: boolean;
  occurredAt: string;
  reason: string;
  said: Record<string, Stated>;
};

/** Who wrote something: people of staff by name, everything else by what it is. */
export type Author = { kind: string; name: string };

/** An update with all that staff may know of it. `html` is sanitised. */
export type StaffUpdate = {
  publicId: string;
  state: IncidentState;
  body: string;
  html: string;
  audience: Audience[];
  notifies: boolean;
  occurredAt: Instant;
  publishedAt: Instant;
  nextUpdateBy: Instant | null;
  version: number;
  editedAt: Instant | null;
  retractedAt: Instant | null;
  retractedReason: string | null;
  author: Author;
  affected: { slug: string; name: string; oldStatus: Stated; newStatus: Stated }[];
};
