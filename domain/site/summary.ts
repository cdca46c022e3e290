import type { PublicIncident } from '#domain/incident/public-incident';
import type { Counts } from '#domain/measurement/component-status';
import type { Policy } from '#domain/measurement/policy';
import type { Stated, Status } from '#domain/measurement/status';
import type { Tone } from '#domain/measurement/tone';
import type { Budget, Figures, Totals } from '#domain/measurement/uptime';
import type { Instant, Interval, Span } from '#domain/time/interval';

/** Components that belong together; shown where the first of them stands. */
export type GroupSummary = { publicId: string; slug: string; name: string };

/** What one region's instances say now (rule 4), for words and drill-down; in no figure. `title`: what people call it. */
export type RegionSummary = { name: string; title: string; status: Status; counts: Counts };

/** `hasEnoughData`: where it is false, neither a figure nor a verdict is shown. */
export type PeriodFigures = Span & Totals & Figures & { evaluatedUntil: Instant; hasEnoughData: boolean };
export type DayFigures = Span & Totals & Figures & { worst: Status; hasEnoughData: boolean };

/** What a component shows: everything that any rendering may say of it. Times are instants in ms; shares are millionths. */
export type ComponentSummary = {
  publicId: string;
  slug: string;
  name: string;
  description: string | null;
  position: number;
  createdAt: Instant;
  group: GroupSummary | null;
  targetMillionths: number;
  /** The status to show: kept while recovering; unknown where the evaluation or the probe data is too old. */
  status: Status;
  /** Since when the status holds; null where it was never evaluated. */
  since: Instant | null;
  phase: 'steady' | 'possible' | 'recovering';
  /** possible: start of the unconfirmed run; recovering: end of the trouble. */
  phaseSince: Instant | null;
  /** The worst that open public incidents say of it; null where none names it. */
  stated: Stated | null;
  counts: Counts;
  /** Those that have a name, in the order of their names. */
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
  /** When a status, a public incident or the catalogue last changed: the same until something does, whatever the time. */
  changedAt: Instant;
  /** Newest probe of all components; null where there is none. */
  latestObservedAt: Instant | null;
  components: ComponentSummary[];
  /** Components that were archived: they have a page of their own and are in nothing else. */
  archived: ComponentSummary[];
  /** Public incidents that go on, newest first. */
  openIncidents: PublicIncident[];
  overall: Tone;
};

export type Gathered = { group: GroupSummary | null; components: ComponentSummary[] };

/** Components by position; those of a group stand together where the first of them stands. */
export function gathered(components: readonly ComponentSummary[]): Gathered[] {
  const result: Gathered[] = [];
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

/** The worst of all statuses, in the order major > partial > degraded > unknown > not monitored > operational; not_monitored of none. */
export function overallStatus(statuses: readonly Status[]): Status {
  return ORDER.find((status) => statuses.includes(status)) ?? 'not_monitored';
}

/** The worst status of a stretch, for a day's bar: of what was seen. Unknown only where nothing was; time before monitoring says nothing of the rest. */
export function worstOf(intervals: readonly Interval<Status>[]): Status {
  const monitored = intervals.map((i) => i.status).filter((status) => status !== 'not_monitored');
  const seen = monitored.filter((status) => status !== 'unknown');
  return overallStatus(seen.length > 0 ? seen : monitored);
}
