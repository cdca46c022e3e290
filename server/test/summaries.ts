import { type Counts, noCounts } from '#domain/measurement/component-status';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import type { Status } from '#domain/measurement/status';
import { overallTone } from '#domain/measurement/tone';
import { budget, figures, type Totals } from '#domain/measurement/uptime';
import type { ComponentSummary, DayFigures, SystemSummary } from '#domain/site/summary';
import { lastDays, monthOf, yearOf } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';

/** The time of all these summaries. */
export const NOW = Date.parse('2022-03-30T14:31:12.000Z');
const TARGET = 999_000;
const SINCE = Date.parse('2022-03-30T13:20:00.000Z');
const CREATED = Date.parse('2021-11-02T09:00:00.000Z');
const DAYS = 90;

/** Builds a component that was monitored and up since its creation, except for `downMs` on the last day. */
export function aComponent(overrides: Partial<ComponentSummary> = {}, downMs = 0): ComponentSummary {
  const target = overrides.targetMillionths ?? TARGET;
  const of = (span: Span) => periodOf(span, downMs, target);
  return {
    publicId: 'srv0a1b2c3d4',
    slug: 'serving',
    name: 'Serving',
    description: null,
    position: 1,
    createdAt: CREATED,
    group: null,
    targetMillionths: target,
    status: 'operational',
    since: CREATED,
    phase: 'steady',
    phaseSince: null,
    stated: null,
    statedSince: null,
    counts: someCounts({ up: 300 }),
    regions: [],
    worstDataAgeMs: 14_000,
    latestObservedAt: NOW - 6_000,
    evaluatedUntil: NOW - 1_000,
    policy: DEFAULT_POLICY,
    month: withBudget(of(monthOf(NOW)), target),
    last90Days: of({ from: lastDays(NOW, DAYS)[0]?.from ?? NOW, to: NOW }),
    year: withBudget(of(yearOf(NOW)), target),
    days: lastDays(NOW, DAYS).map((day, i) => aDay(day, i === DAYS - 1 ? downMs : 0)),
    ...overrides,
  };
}

/** Builds a summary of the given components (default: one healthy component), with overall figures derived from them. */
export function aSummary(overrides: Partial<SystemSummary> = {}): SystemSummary {
  const components = overrides.components ?? [aComponent()];
  const observed = components.map((c) => c.latestObservedAt).filter((t) => t !== null);
  return {
    generatedAt: NOW,
    changedAt: NOW - 60_000,
    latestObservedAt: observed.length === 0 ? null : Math.max(...observed),
    components,
    archived: [],
    openIncidents: [],
    overall: overallTone(components, (overrides.openIncidents ?? []).length > 0),
    ...overrides,
  };
}

/** The component Serving in each state that a page can show. */
export const SERVING = {
  operational: () => aComponent(),
  possible: () =>
    aComponent({
      phase: 'possible',
      phaseSince: NOW - 20_000,
      counts: someCounts({ up: 250, stale: 50 }),
      worstDataAgeMs: 190_000,
    }),
  degraded: () =>
    aComponent({ status: 'degraded_performance', since: SINCE, counts: someCounts({ up: 290, degraded: 10 }) }),
  partial: () =>
    aComponent(
      {
        status: 'partial_outage',
        since: SINCE,
        counts: someCounts({ up: 240, stale: 48, silent: 12 }),
        worstDataAgeMs: 840_000,
      },
      NOW - SINCE,
    ),
  major: () =>
    aComponent(
      {
        status: 'major_outage',
        since: SINCE,
        counts: someCounts({ up: 40, stale: 230, down: 29, unknown: 1 }),
        worstDataAgeMs: 4_272_000,
      },
      NOW - SINCE,
    ),
  recovering: () =>
    aComponent(
      { status: 'major_outage', since: SINCE, phase: 'recovering', phaseSince: Date.parse('2022-03-30T14:30:00Z') },
      4_200_000,
    ),
  noData: () =>
    aComponent({
      status: 'unknown',
      since: NOW - 600_000,
      latestObservedAt: NOW - 600_000,
      counts: someCounts({ unknown: 300 }),
      worstDataAgeMs: null,
    }),
  notMonitored: () => unmonitored(),
} satisfies Record<string, () => ComponentSummary>;

function unmonitored(): ComponentSummary {
  const nothing = (span: Span) => ({
    ...span,
    ...totalsOf(0, 0, 0),
    ...figures(totalsOf(0, 0, 0), TARGET),
    evaluatedUntil: NOW,
    hasEnoughData: false,
  });
  return aComponent({
    status: 'not_monitored',
    since: null,
    counts: noCounts(),
    worstDataAgeMs: null,
    latestObservedAt: null,
    evaluatedUntil: null,
    month: withBudget(nothing(monthOf(NOW))),
    last90Days: nothing({ from: NOW - DAYS, to: NOW }),
    year: withBudget(nothing(yearOf(NOW))),
    days: lastDays(NOW, DAYS).map((day) => ({ ...nothing(day), worst: 'not_monitored' })),
  });
}

export function someCounts(counts: Partial<Counts>): Counts {
  return { ...noCounts(), ...counts };
}

function totalsOf(upMs: number, downMs: number, unknownMs: number): Totals {
  return { upMs, downMs, degradedMs: 0, unknownMs, excludedMs: 0 };
}

function periodOf(span: Span, downMs: number, target = TARGET) {
  const monitoredMs = Math.min(span.to, NOW - 1_000) - Math.max(span.from, CREATED);
  const sum = totalsOf(monitoredMs - downMs, downMs, 0);
  return { ...span, ...sum, ...figures(sum, target), evaluatedUntil: NOW - 1_000, hasEnoughData: true };
}

function withBudget<T extends Span & Totals>(period: T, target = TARGET) {
  return { ...period, budget: budget(period, period, target) };
}

/** Builds the figures of a day with `downMs` of downtime. */
export function aDay(
  day: Span,
  downMs: number,
  worst: Status = downMs > 0 ? 'major_outage' : 'operational',
): DayFigures {
  const { evaluatedUntil: _, ...rest } = periodOf({ from: day.from, to: Math.min(day.to, NOW) as Instant }, downMs);
  return { ...rest, ...day, worst };
}
