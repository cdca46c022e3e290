import type { PublicIncident } from '#domain/incident/public-incident';
import type { Counts } from '#domain/measurement/component-status';
import type { Policy } from '#domain/measurement/policy';
import type { Stated, Status } from '#domain/measurement/status';
import type { Tone } from '#domain/measurement/tone';
import type { Budget, Figures, Totals } from '#domain/measurement/uptime';
import type { Instant, Interval, Span } from '#domain/time/interval';

/** A group of components, shown at the position of its first component. */
export type GroupSummary = { publicId: string; slug: string; name: string };

/** The current status of one region's instances (rule 4), for texts and details. It enters no figure. `title`: its display name. */
export type RegionSummary = {
  name: string;
  title: string;
  status: Status;
  counts: Counts;
  worstDataAgeMs: number | null;
};

/** Without `hasEnoughData`, neither a figure nor a verdict is shown. */
export type PeriodFigures = Span & Totals & Figures & { evaluatedUntil: Instant; hasEnoughData: boolean };
export type DayFigures = Span & Totals & Figures & { worst: Status; hasEnoughData: boolean };

/** Everything that any rendering may show of a component. Times are instants in ms; shares are millionths. */
export type ComponentSummary = {
  publicId: string;
  slug: string;
  name: string;
  description: string | null;
  position: number;
  createdAt: Instant;
  group: GroupSummary | null;
  targetMillionths: number;
  /** The status to show. It holds while recovering, and is unknown when the data is stale. */
  status: Status;
  /** Since when the status holds; null if it was never evaluated. */
  since: Instant | null;
  phase: 'steady' | 'possible' | 'recovering';
  /** possible: start of the unconfirmed run; recovering: end of the trouble. */
  phaseSince: Instant | null;
  /** The worst status that open public incidents state; null if none names the component. */
  stated: Stated | null;
  /** Since when they state it. */
  statedSince: Instant | null;
  counts: Counts;
  /** Regions with a name: failing ones first, then by title. */
  regions: RegionSummary[];
  worstDataAgeMs: number | null;
  latestObservedAt: Instant | null;
  evaluatedUntil: Instant | null;
  policy: Policy;
  month: PeriodFigures & { budget: Budget };
  last90Days: PeriodFigures;
  year: PeriodFigures & { budget: Budget };
  days: DayFigures[];
};

export type SystemSummary = {
  generatedAt: Instant;
  /** When a status, a public incident or the catalogue last changed. Does not depend on the current time. */
  changedAt: Instant;
  /** Time of the newest probe of all components; null without probes. */
  latestObservedAt: Instant | null;
  components: ComponentSummary[];
  /** Archived components. Each still has its page, but appears nowhere else. */
  archived: ComponentSummary[];
  /** Open public incidents, newest first. */
  openIncidents: PublicIncident[];
  overall: Tone;
};

export type ComponentsOfGroup = { group: GroupSummary | null; components: ComponentSummary[] };

/** Orders components by position. A group appears at the position of its first component. */
export function componentsByGroup(components: readonly ComponentSummary[]): ComponentsOfGroup[] {
  const result: ComponentsOfGroup[] = [];
  for (const component of components.toSorted((a, b) => a.position - b.position)) {
    const { group } = component;
    const known = group && result.find((one) => one.group?.publicId === group.publicId);
    if (known) known.components.push(component);
    else result.push({ group, components: [component] });
  }
  return result;
}

const ORDER: readonly Status[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'unknown',
  'not_monitored',
  'operational',
];

/** Returns the worst status: major > partial > degraded > unknown > not monitored > operational. Without statuses: not_monitored. */
export function overallStatus(statuses: readonly Status[]): Status {
  return ORDER.find((status) => statuses.includes(status)) ?? 'not_monitored';
}

/** Returns the worst known status, for a day's bar. It is unknown only if no status is known. Time that is not monitored does not count. */
export function worstOf(intervals: readonly Interval<Status>[]): Status {
  const monitored = intervals.map((i) => i.status).filter((status) => status !== 'not_monitored');
  const known = monitored.filter((status) => status !== 'unknown');
  return overallStatus(known.length > 0 ? known : monitored);
}
