import { type AffectedInstances, affectedShare, peakWithin } from '#domain/measurement/affected-instances';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { type Instant, type Span, type Step, union } from '#domain/time/interval';
import { FACT_ROLES, type Fact, type FactRole, type FactSource, roleOf } from './facts.ts';

/** A calendar period of a component with its figures up to the evaluated time. `key`: "2022-03" or "2022". */
export type RecordPeriod = { key: string; kind: 'month' | 'year'; figures: HistoryPeriod };

/**
 * The record of a component. `episodes` ascend and have an end. `fleet`: its affected instances over time. `periods`: the months and years that the incident
 * overlaps, oldest first.
 */
export type MeasuredComponent = {
  slug: string;
  isAffected: boolean;
  targetMillionths: number;
  episodes: readonly (Span & { confirmedAt: Instant })[];
  fleet: readonly Step<AffectedInstances>[];
  periods: readonly RecordPeriod[];
};

/** What people did, over all incidents. Null: it did not happen, or is not known. `updates`: times of event of the public ones, oldest first. */
export type CommunicatedTimes = {
  startedAt: Instant;
  detectedAt: Instant | null;
  publicAt: Instant | null;
  acknowledgedAt: Instant | null;
  identifiedAt: Instant | null;
  resolvedAt: Instant | null;
  updates: readonly Instant[];
  recipients: number;
};

type Measured = { components: readonly MeasuredComponent[]; times: CommunicatedTimes; timeline: readonly Instant[] };

/**
 * Returns the facts of a record: of the whole incident, and with several affected components also of each, with its slug before the key. Uptime and budget
 * are facts of a component, without its slug in the key if it is the only affected one. Other components have only these.
 */
export function recordFacts({ components, times, timeline }: Measured): Fact[] {
  const affected = components.filter(({ isAffected }) => isAffected);
  const isOne = affected.length === 1;
  return [
    ...outageFacts(affected, '', null),
    ...timeFacts(affected, times),
    ...(isOne ? [] : affected.flatMap((one) => outageFacts([one], `${one.slug}/`, one.slug))),
    ...components.flatMap((one) => slaFacts(one, isOne && one.isAffected ? '' : `${one.slug}/`)),
    ...numbered('update', times.updates),
    ...numbered('timeline', timeline),
  ];
}

type Value = { value: number; of?: number; period?: string };

function fact(key: string, component: string | null, source: FactSource, { value, ...more }: Value): Fact {
  const role = roleOf(key) as FactRole; // the keys of this file
  return { key, kind: FACT_ROLES[role], value, component, source, ...more };
}

/** Returns the facts of the outages of some components: the union of their episodes, and the highest share of affected instances of any of them. */
function outageFacts(components: readonly MeasuredComponent[], prefix: string, component: string | null): Fact[] {
  const spans = union(components.flatMap(({ episodes }) => episodes));
  if (spans.length === 0) return [];
  const measured = (key: string, value: Value) => fact(`${prefix}${key}`, component, 'monitoring', value);
  return [
    ...spans.flatMap((span, i) => [
      measured(`episode.${i + 1}.start`, { value: span.from }),
      measured(`episode.${i + 1}.end`, { value: span.to }),
      measured(`episode.${i + 1}.duration`, { value: span.to - span.from }),
      ...peakFacts(components, [span], (key, value) => measured(`episode.${i + 1}.${key}`, value)),
    ]),
    measured('downtime', { value: spans.reduce((sum, { from, to }) => sum + to - from, 0) }),
    measured('episodes', { value: spans.length }),
    ...peakFacts(components, spans, measured),
    measured('confirmed', {
      value: Math.min(...components.flatMap(({ episodes }) => episodes.map((one) => one.confirmedAt))),
    }),
  ];
}

function peakFacts(
  components: readonly MeasuredComponent[],
  spans: readonly Span[],
  measured: (key: string, value: Value) => Fact,
): Fact[] {
  const peaks = components.flatMap(({ fleet }) => spans.flatMap((span) => peakWithin(fleet, span) ?? []));
  const [highest] = peaks.map(({ value }) => value).sort((a, b) => affectedShare(b) - affectedShare(a));
  if (!highest) return [];
  return [
    measured('peak', { value: affectedShare(highest) }),
    measured('instances', { value: highest.affected, of: highest.known }),
  ];
}

/** Returns the facts of detection and communication. Durations count from the first episode or, without one, from the start of the incident. */
function timeFacts(components: readonly MeasuredComponent[], times: CommunicatedTimes): Fact[] {
  const start = Math.min(...components.flatMap(({ episodes }) => episodes.map(({ from }) => from)));
  const from = Number.isFinite(start) ? start : times.startedAt;
  const since = (key: string, at: Instant, source: FactSource) => [
    fact(key, null, source, { value: at }),
    ...(at >= from ? [fact(`${key}.after`, null, source, { value: at - from })] : []),
  ];
  const stated = (key: string, at: Instant | null) => (at === null ? [] : [fact(key, null, 'incident', { value: at })]);
  const { detectedAt, publicAt, acknowledgedAt, identifiedAt, resolvedAt, updates, recipients } = times;
  return [
    ...(detectedAt === null ? [] : since('detected', detectedAt, 'monitoring')),
    ...(publicAt === null ? [] : since('published', publicAt, 'incident')),
    ...stated('acknowledged', acknowledgedAt),
    ...stated('identified', identifiedAt),
    ...stated('resolved', resolvedAt),
    fact('updates', null, 'incident', { value: updates.length }),
    ...(recipients > 0 ? [fact('recipients', null, 'deliveries', { value: recipients })] : []),
  ];
}

/** Returns uptime, target and budget of a component. The period of the key without one is that in which the incident began. */
function slaFacts({ slug, periods, targetMillionths }: MeasuredComponent, prefix: string): Fact[] {
  const calculated = (key: string, value: Value) => fact(`${prefix}${key}`, slug, 'calculated', value);
  const first = {
    month: periods.find(({ kind }) => kind === 'month'),
    year: periods.find(({ kind }) => kind === 'year'),
  };
  const uptimes = periods.flatMap((period) => {
    const { key, kind, figures } = period;
    if (figures.uptimeMillionths === null || !figures.hasEnoughData) return [];
    const value = { value: figures.uptimeMillionths, period: key };
    return [
      ...(first[kind] === period ? [calculated(`uptime.${kind}`, value)] : []),
      calculated(`uptime.${key}`, value),
    ];
  });
  return [
    ...uptimes,
    calculated('target', { value: targetMillionths }),
    ...(first.month ? budgetFacts(first.month, calculated) : []),
  ];
}

function budgetFacts({ key: period, figures }: RecordPeriod, calculated: (key: string, value: Value) => Fact): Fact[] {
  const { budgetMs, consumedMs, consumedMillionths } = figures.budget;
  const rest = budgetMs - consumedMs;
  return [
    calculated('budget.allowed', { value: budgetMs, period }),
    calculated('budget.used', { value: consumedMs, period }),
    rest < 0 ? calculated('budget.over', { value: -rest, period }) : calculated('budget.left', { value: rest, period }),
    ...(consumedMillionths === null ? [] : [calculated('budget.share', { value: consumedMillionths, period })]),
  ];
}

function numbered(role: 'update' | 'timeline', instants: readonly Instant[]): Fact[] {
  return instants.map((value, i) => fact(`${role}.${i + 1}`, null, 'incident', { value }));
}
