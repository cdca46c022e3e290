import type { Counts } from './component-status.ts';
import type { Contradiction } from './contradiction.ts';
import type { IncidentState } from './incident.ts';
import type { Instant } from './interval.ts';
import type { Tone } from './tone.ts';

/** An incident that goes on, as the overview of whoever is on duty shows it. */
export type DutyIncident = {
  publicId: string;
  title: string;
  state: IncidentState;
  startedAt: Instant;
  isPublic: boolean;
  isConfirmed: boolean;
  heldUntil: Instant | null;
  components: string[];
  /** The promise of the newest public update; null where none was made. */
  nextUpdateBy: Instant | null;
  lastSaidAt: Instant | null;
};

/** What probes see of a component now, whatever readers are told. */
export type DutyComponent = {
  slug: string;
  name: string;
  tone: Tone;
  since: Instant | null;
  phase: 'steady' | 'possible' | 'recovering';
  phaseSince: Instant | null;
  counts: Counts;
  worstDataAgeMs: number | null;
};

/** What whoever is on duty must know at a glance. */
export type DutyOverview = { now: Instant; incidents: DutyIncident[]; components: DutyComponent[]; contradictions: Contradiction[] };
