import { describe, expect, test } from 'vitest';
import type { Status } from '#domain/measurement/status';
import { historyPeriod } from '#domain/sla/uptime-history';
import type { Interval } from '#domain/time/interval';
import { factBoxes } from './fact-boxes.ts';
import { type CommunicatedTimes, type MeasuredComponent, type RecordPeriod, recordFacts } from './record-facts.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}Z`);
const MINUTE = 60_000;
const YEAR = { from: Date.UTC(2022, 0), to: Date.UTC(2023, 0) };
const MARCH = { from: Date.UTC(2022, 2), to: Date.UTC(2022, 3) };
const FIRST = { from: at('13:20:00'), to: at('14:30:00'), confirmedAt: at('13:20:30') };
const SECOND = { from: at('15:06:00'), to: at('15:14:00'), confirmedAt: at('15:06:30') };

/** The periods of a component that was operational in 2022 except for these outages. */
function periodsOf(
  outages: readonly { from: number; to: number }[],
  targetMillionths: number,
  until = YEAR.to,
): RecordPeriod[] {
  const intervals: Interval<Status>[] = [];
  let from = YEAR.from;
  for (const outage of outages) {
    intervals.push({ from, to: outage.from, status: 'operational' }, { ...outage, status: 'major_outage' });
    from = outage.to;
  }
  intervals.push({ from, to: until, status: 'operational' });
  const rules = { targetMillionths, coverageFloor: 500_000 };
  return [
    { key: '2022-03', kind: 'month', figures: historyPeriod(intervals, MARCH, rules, until) },
    { key: '2022', kind: 'year', figures: historyPeriod(intervals, YEAR, rules, until) },
  ];
}

const fleet = [
  { at: at('13:00:00'), value: { affected: 0, known: 300 } },
  { at: at('13:20:00'), value: { affected: 150, known: 300 } },
  { at: at('13:40:00'), value: { affected: 188, known: 300 } },
  { at: at('14:30:00'), value: { affected: 0, known: 300 } },
  { at: at('15:08:00'), value: { affected: 42, known: 300 } },
  { at: at('15:14:00'), value: { affected: 0, known: 300 } },
];
const SERVING: MeasuredComponent & { name: string } = {
  slug: 'serving',
  name: 'Serving',
  isAffected: true,
  targetMillionths: 999_000,
  episodes: [FIRST, SECOND],
  fleet,
  periods: periodsOf([FIRST, SECOND], 999_000),
};
const ANALYTICS: MeasuredComponent & { name: string } = {
  slug: 'analytics',
  name: 'Analytics',
  isAffected: false,
  targetMillionths: 999_500,
  episodes: [],
  fleet: [],
  periods: periodsOf([], 999_500),
};
const TIMES: CommunicatedTimes = {
  startedAt: at('13:20:00'),
  detectedAt: at('13:20:30'),
  publicAt: at('13:20:31'),
  acknowledgedAt: at('13:24:00'),
  identifiedAt: at('13:34:00'),
  resolvedAt: at('15:16:00'),
  updates: [at('13:20:31'), at('13:34:00')],
  recipients: 214,
};

const facts = (components: MeasuredComponent[], times: Partial<CommunicatedTimes> = {}) =>
  recordFacts({ components, times: { ...TIMES, ...times }, timeline: [at('13:55:00')] });
const valuesOf = (all: ReturnType<typeof facts>) => Object.fromEntries(all.map(({ key, value }) => [key, value]));

describe('the record of 30 March 2022', () => {
  const all = facts([SERVING, ANALYTICS]);
  const values = valuesOf(all);

  test('has 78 minutes of downtime in two episodes', () => {
    expect(values).toMatchObject({
      downtime: 4_680_000,
      episodes: 2,
      'episode.1.start': at('13:20:00'),
      'episode.1.end': at('14:30:00'),
      'episode.1.duration': 4_200_000,
      'episode.2.start': at('15:06:00'),
      'episode.2.end': at('15:14:00'),
      'episode.2.duration': 480_000,
    });
  });

  test('has 99.825 % in March and 99.985 % in the year, in millionths, and 174.7 % of the budget', () => {
    expect(values).toMatchObject({
      'uptime.month': 998_252,
      'uptime.2022-03': 998_252,
      'uptime.year': 999_851,
      'uptime.2022': 999_851,
      target: 999_000,
      'budget.allowed': 2_678_400,
      'budget.used': 4_680_000,
      'budget.over': 2_001_600,
      'budget.share': 1_747_312,
    });
    expect(values).not.toHaveProperty('budget.left');
    expect(all.find(({ key }) => key === 'uptime.month')).toMatchObject({ component: 'serving', period: '2022-03' });
  });

  test('has the most instances that were affected, in all and by episode', () => {
    expect(values).toMatchObject({
      peak: 626_666,
      instances: 188,
      'episode.1.peak': 626_666,
      'episode.2.peak': 140_000,
      'episode.2.instances': 42,
    });
    expect(all.find(({ key }) => key === 'episode.2.instances')).toMatchObject({ kind: 'count', of: 300 });
  });

  test('has the times of detection and communication, from the start of the first episode', () => {
    expect(values).toMatchObject({
      confirmed: at('13:20:30'),
      detected: at('13:20:30'),
      'detected.after': 30_000,
      published: at('13:20:31'),
      'published.after': 31_000,
      acknowledged: at('13:24:00'),
      identified: at('13:34:00'),
      resolved: at('15:16:00'),
      updates: 2,
      recipients: 214,
      'update.1': at('13:20:31'),
      'update.2': at('13:34:00'),
      'timeline.1': at('13:55:00'),
    });
  });

  test('has uptime and budget of the component that was not affected, with its slug', () => {
    expect(values).toMatchObject({
      'analytics/uptime.month': 1_000_000,
      'analytics/target': 999_500,
      'analytics/budget.left': 1_339_200,
    });
    expect(all.filter(({ component }) => component === 'analytics').map(({ source }) => source)).not.toContain(
      'monitoring',
    );
  });

  test('gives the figures beside the text', () => {
    const boxes = factBoxes({
      facts: all,
      components: [SERVING, ANALYTICS],
      reportedMs: null,
      promises: ['met', 'met', null, 'missed'],
    });
    expect(boxes).toMatchObject({
      downMs: 4_680_000,
      episodes: 2,
      detectedAfterMs: 30_000,
      identifiedAfterMs: 14 * MINUTE,
      firstUpdateAfterMs: 31_000,
      updates: 2,
      promises: { met: 2, missed: 1 },
    });
    expect(boxes.uptime).toMatchObject([
      {
        component: 'serving',
        period: '2022-03',
        uptimeMillionths: 998_252,
        isMet: false,
        budgetShareMillionths: 1_747_312,
      },
      { component: 'serving', period: '2022', uptimeMillionths: 999_851, isMet: true },
    ]);
  });
});

describe('the record of several components', () => {
  const later = { from: at('14:00:00'), to: at('14:50:00'), confirmedAt: at('14:00:30') };
  const analytics = { ...ANALYTICS, isAffected: true, episodes: [later], periods: periodsOf([later], 999_500) };
  const all = facts([SERVING, analytics]);
  const values = valuesOf(all);

  test('has the union of their episodes without a slug, and those of each with its slug', () => {
    expect(values).toMatchObject({
      episodes: 2,
      'episode.1.start': at('13:20:00'),
      'episode.1.end': at('14:50:00'),
      downtime: 98 * MINUTE,
      'serving/downtime': 78 * MINUTE,
      'analytics/downtime': 50 * MINUTE,
      'analytics/episode.1.start': at('14:00:00'),
    });
    expect(all.find(({ key }) => key === 'analytics/downtime')?.component).toBe('analytics');
  });

  test('has uptime by component only', () => {
    expect(values).toMatchObject({ 'serving/uptime.month': 998_252 });
    expect(values).not.toHaveProperty('uptime.month');
  });
});

describe('a record with missing parts', () => {
  test('without episodes counts times from the start of the incident', () => {
    const values = valuesOf(facts([{ ...SERVING, episodes: [] }], { startedAt: at('13:00:00') }));
    expect(values).toMatchObject({ 'detected.after': 20.5 * MINUTE });
    expect(values).not.toHaveProperty('downtime');
  });

  test('of a backfilled incident has neither detection nor publication', () => {
    const none = { detectedAt: null, publicAt: null, acknowledgedAt: null, identifiedAt: null, recipients: 0 };
    const keys = facts([SERVING], none).map(({ key }) => key);
    for (const key of ['detected', 'published', 'acknowledged', 'identified', 'recipients'])
      expect(keys).not.toContain(key);
  });

  test('has no uptime of a period with less than a day of data, but its budget', () => {
    const until = YEAR.from + 3_600_000;
    const values = valuesOf(facts([{ ...SERVING, periods: periodsOf([], 999_000, until) }]));
    expect(values).not.toHaveProperty('uptime.month');
    expect(values).toMatchObject({ 'budget.allowed': 2_678_400 });
  });

  test('counts what happened before the first episode without a duration', () => {
    const values = valuesOf(facts([SERVING], { publicAt: at('13:00:00') }));
    expect(values).toMatchObject({ published: at('13:00:00') });
    expect(values).not.toHaveProperty('published.after');
  });
});
