import type { PublicIncident } from '#domain/incident/public-incident';
import { rawStatus } from '#domain/measurement/component-status';
import { type Policy, policyAt } from '#domain/measurement/policy';
import { type ShownState, shownChangedAt, shownState } from '#domain/measurement/shown-state';
import { levelOf, type Status } from '#domain/measurement/status';
import { overallTone } from '#domain/measurement/tone';
import { budget, figures, hasEnoughData, totals } from '#domain/measurement/uptime';
import { statedOf, statedSinceOf } from '#domain/site/public-status';
import {
  type ComponentSummary,
  type DayFigures,
  type PeriodFigures,
  type RegionSummary,
  type SystemSummary,
  worstOf,
} from '#domain/site/summary';
import type { FigureRules } from '#domain/sla/uptime-history';
import { DAY_MS, dayOf, lastDays, monthOf, yearOf } from '#domain/time/calendar';
import type { Instant, Interval, Span } from '#domain/time/interval';
import { lastChanges } from '#server/catalog/sql/last-changes';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { type ComponentRow, componentRows, regionTitles } from '#server/evaluation/sql/components';
import { loadCurrentStates, type StoredState } from '#server/evaluation/sql/current-states';
import { loadComponents, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import { readIncidents } from '#server/incidents/reads/read-incidents';

const DAYS_SHOWN = 90;
const TITLES = new Intl.Collator('en');

function period(
  intervals: readonly Interval<Status>[],
  span: Span,
  { targetMillionths, coverageFloor }: FigureRules,
  evaluatedUntil: Instant,
): PeriodFigures {
  const sum = totals(intervals, span);
  return {
    ...span,
    ...sum,
    ...figures(sum, targetMillionths),
    evaluatedUntil,
    hasEnoughData: hasEnoughData(sum, span, coverageFloor),
  };
}

function within(intervals: readonly Interval<Status>[], span: Span): Interval<Status>[] {
  return intervals.filter((i) => i.from < span.to && i.to > span.from);
}

type Times = { now: Instant; evaluatedUntil: Instant };

/** Computes the figures of each day. Today counts only up to the evaluated time, so that the rest of the day does not reduce its coverage. */
function daysOf(
  intervals: readonly Interval<Status>[],
  { now, evaluatedUntil }: Times,
  { targetMillionths, coverageFloor }: FigureRules,
): DayFigures[] {
  return lastDays(now, DAYS_SHOWN).map((day) => {
    const own = within(intervals, day);
    const sum = totals(own, day);
    const soFar = { from: day.from, to: Math.min(day.to, evaluatedUntil) };
    return {
      ...day,
      ...sum,
      ...figures(sum, targetMillionths),
      worst: worstOf(own),
      hasEnoughData: hasEnoughData(sum, soFar, coverageFloor),
    };
  });
}

function regionsOf({ regions }: ShownState, policy: Policy, titles: ReadonlyMap<string, string>): RegionSummary[] {
  const named = Object.entries(regions).filter(([name]) => name !== '');
  return named
    .map(([name, { worstDataAgeMs = null, ...counts }]) => {
      const status = rawStatus(counts, policy);
      return { name, title: titles.get(name) ?? name, status, counts, worstDataAgeMs };
    })
    .sort((a, b) => levelOf(b.status) - levelOf(a.status) || TITLES.compare(a.title, b.title));
}

type Known = {
  world: WorldComponent;
  current: StoredState | undefined;
  intervals: readonly Interval<Status>[];
  titles: ReadonlyMap<string, string>;
  openIncidents: readonly PublicIncident[];
};

function summarise(
  row: ComponentRow,
  { world, current, intervals, titles, openIncidents }: Known,
  { now, shownAt }: { now: Instant; shownAt: Instant },
): ComponentSummary {
  const shown = shownState(current, shownAt);
  const stated = statedOf(row.publicId, openIncidents, shown);
  const evaluatedUntil = current?.evaluatedUntil ?? now;
  const policy = policyAt(world.policies, now);
  const rules = { targetMillionths: row.targetMillionths, coverageFloor: policy.coverageFloor };
  const [month, year] = [monthOf(now), yearOf(now)];
  const days = { from: dayOf(now) - (DAYS_SHOWN - 1) * DAY_MS, to: dayOf(now) + DAY_MS };
  const figuresOf = (span: Span) => period(within(intervals, span), span, rules, evaluatedUntil);
  const withBudget = (span: Span) => ({
    ...figuresOf(span),
    budget: budget(figuresOf(span), span, row.targetMillionths),
  });
  return {
    ...row,
    ...shown,
    stated,
    statedSince: statedSinceOf(row.publicId, openIncidents, stated),
    regions: regionsOf(shown, policy, titles),
    latestObservedAt: current?.latestObservedAt ?? null,
    evaluatedUntil: current?.evaluatedUntil ?? null,
    policy,
    month: withBudget(month),
    last90Days: figuresOf(days),
    year: withBudget(year),
    days: daysOf(intervals, { now, evaluatedUntil }, rules),
  };
}

/** Reads everything public with a fixed number of statements, independent of the number of components. */
export async function systemSummary(ctx: Pick<Context, 'web' | 'clock'>): Promise<SystemSummary> {
  const [now, shownAt] = [ctx.clock.now(), ctx.clock.shownAt()];
  const from = Math.min(yearOf(now).from, dayOf(now) - (DAYS_SHOWN - 1) * DAY_MS);
  const { rows, worlds, currentStates, intervals, titles, openIncidents, last } = await snapshot(
    ctx.web,
    async (client) => {
      const all = await componentRows(client);
      const ids = all.map((row) => row.id);
      return {
        rows: all,
        worlds: await loadComponents(client),
        currentStates: await loadCurrentStates(client),
        intervals: await intervalsOverlapping(client, ids, from, null),
        titles: await regionTitles(client),
        openIncidents: await readIncidents(client, { kind: 'open' }, 'readers', now),
        last: await lastChanges(client),
      };
    },
  );
  const all = rows.map((row) => {
    const current = currentStates.get(row.id);
    const world = worlds.find((w) => w.id === row.id) as WorldComponent; // every component has a policy
    return summarise(
      row,
      {
        world,
        current,
        intervals: closed(intervals.get(row.id) ?? [], current?.evaluatedUntil ?? now),
        titles,
        openIncidents,
      },
      { now, shownAt },
    );
  });
  const [components, archived] = [
    all.filter((_, i) => !rows[i]?.isArchived),
    all.filter((_, i) => rows[i]?.isArchived),
  ];
  const observed = components.map((c) => c.latestObservedAt).filter((t): t is Instant => t !== null);
  const overall = overallTone(components, openIncidents.length > 0);
  const changes = rows.map(({ id, createdAt }) =>
    Math.max(createdAt, shownChangedAt(currentStates.get(id), shownAt) ?? 0),
  );
  const changedAt = Math.max(last.catalogAt, last.incidentsAt ?? 0, ...changes);
  return {
    generatedAt: now,
    changedAt,
    latestObservedAt: observed.length > 0 ? Math.max(...observed) : null,
    components,
    archived,
    openIncidents,
    overall,
  };
}
