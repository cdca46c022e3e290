import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { episodeLanes, placeLabels } from '#components/site/incidents/episode-lanes.ts';
import { formatImpact } from '#components/site/incidents/format-incident.ts';
import { HistoryPage } from '#components/site/incidents/history-page';
import type { PublicIncident, PublicUpdate } from '#domain/incident/public-incident';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { historyPeriod } from '#domain/sla/uptime-history';
import { monthOf } from '#domain/time/calendar';
import { incidentPageMarkup } from '#server/test/incident-page';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { NOW } from '#server/test/summaries';

const MINUTE = 60_000;
const RULES = { targetMillionths: 999_000, coverageFloor: 0 };
const textOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');
/** Returns the class of each bar of the stepper, and the text below it. */
const stepsOf = (markup: string) =>
  [...markup.matchAll(/<div class="step-bar[^"]*?(bg-\w+)"><\/div>(.*?)<\/li>/g)].map(([, bar, text]) =>
    `${bar}${textOf(text ?? '').trimEnd()}`.trim(),
  );
const resolved = (change: Partial<PublicIncident> = {}) =>
  aPublicIncident({
    state: 'resolved',
    resolvedAt: NOW,
    episodes: [{ from: NOW - 71 * MINUTE, to: NOW - MINUTE, component: 'serving', level: 3 }],
    ...change,
  });

describe('the stepper', () => {
  const update = (state: PublicIncident['state'], ago: number) =>
    anUpdate({ publicId: `upd${String(ago).padStart(9, '0')}`, state, occurredAt: NOW - ago * MINUTE });

  test('has empty bars without times after a move backwards', () => {
    const updates = [update('investigating', 5), update('monitoring', 20), update('detected', 60)];
    const steps = stepsOf(incidentPageMarkup(aPublicIncident({ state: 'investigating', updates })));
    expect(steps[0]).toMatch(/^bg-ink Detected \d\d:\d\d/);
    expect(steps[1]).toMatch(/^bg-accent Investigating \d\d:\d\d/);
    expect(steps.slice(2)).toEqual(['bg-surface Identified', 'bg-surface Monitoring', 'bg-surface Resolved']);
  });

  test('is complete once the incident is resolved, and is not shown for a false alarm', () => {
    const incident = resolved({ updates: [update('resolved', 0), update('investigating', 60)] });
    expect(stepsOf(incidentPageMarkup(incident)).every((step) => step.startsWith('bg-ink'))).toBe(true);
    expect(stepsOf(incidentPageMarkup({ ...incident, withdrawnAt: NOW }))).toEqual([]);
  });
});

describe('the episodes', () => {
  test('have a dot for each published update', () => {
    const updates = [2, 30, 60].map((ago, i) =>
      anUpdate({ publicId: `upd00000000${i}`, occurredAt: NOW - ago * MINUTE }),
    );
    const drawing = /<svg role="img".*?<\/div>/s.exec(incidentPageMarkup(resolved({ updates })))?.[0] ?? '';
    expect([...drawing.matchAll(/<circle /g)]).toHaveLength(3);
  });

  test('show what monitoring measured between outages, and claim nothing about missing data', () => {
    const course = [
      { from: NOW - 71 * MINUTE, to: NOW - 30 * MINUTE, status: 'major_outage' as const },
      { from: NOW - 30 * MINUTE, to: NOW - 20 * MINUTE, status: 'operational' as const },
      { from: NOW - 20 * MINUTE, to: NOW, status: 'unknown' as const },
    ];
    const measured = [{ slug: 'serving', name: 'Serving', evaluatedUntil: NOW, intervals: [], course }];
    const drawing = /<svg role="img".*?<\/svg>/s.exec(incidentPageMarkup(resolved(), { measured }))?.[0] ?? '';
    const fills = [...drawing.matchAll(/<rect [^>]*class="([\w-]+)"/g)].map(([, fill]) => fill);
    expect(fills).toEqual(['fill-hero-maj', 'fill-ok-bar', 'fill-unk-bar']);
  });

  test('are drawn from the incident if its record is gone, and not at all without a failure', () => {
    const [lane] = episodeLanes(resolved(), [], NOW)?.lanes ?? [];
    expect(lane?.blocks).toEqual([{ from: NOW - 71 * MINUTE, to: NOW - MINUTE, status: 'major_outage' }]);
    expect(episodeLanes(resolved({ episodes: [] }), [], NOW)).toBeNull();
  });

  test('have labels inside, after, or in the list where there is no room', () => {
    const [text, status] = ['Major outage, 1 h 10 min', 'major_outage' as const];
    const placed = placeLabels([
      { from: 0.1, to: 0.45, text, status },
      { from: 0.6, to: 0.62, text, status },
    ]);
    expect(placed?.map(({ place, at }) => [place, at])).toEqual([
      ['inside', 0.1],
      ['after', 0.62],
    ]);
    expect(
      placeLabels([
        { from: 0.6, to: 0.62, text, status },
        { from: 0.7, to: 0.72, text, status },
      ]),
    ).toBeNull();
  });
});

describe('the effect on the SLA', () => {
  const month = (downMs: number, evaluatedUntil = NOW): HistoryPeriod => {
    const span = monthOf(NOW);
    const intervals = [
      { from: span.from, to: span.from + downMs, status: 'major_outage' as const },
      { from: span.from + downMs, to: evaluatedUntil, status: 'operational' as const },
    ];
    return historyPeriod(intervals, span, RULES, evaluatedUntil);
  };
  const effect = (figures: HistoryPeriod) =>
    textOf(
      incidentPageMarkup(resolved(), {
        sla: [{ slug: 'serving', name: 'Serving', targetMillionths: 999_000, month: figures }],
      }),
    );

  test.each([
    ['met so far', month(MINUTE)],
    ['at risk', month(35 * MINUTE)],
    ['missed', month(60 * MINUTE)],
    ['met', month(MINUTE, monthOf(NOW).to)],
    ['missed', month(60 * MINUTE, monthOf(NOW).to)],
  ])('is "%s"', (verdict, figures) => {
    expect(effect(figures)).toContain(`99.9 % ${verdict} `);
  });

  test('is the one of the worst component, which is named', () => {
    const sla = [
      { slug: 'serving', name: 'Serving', targetMillionths: 999_000, month: month(MINUTE) },
      { slug: 'analytics', name: 'Analytics', targetMillionths: 999_000, month: month(60 * MINUTE) },
    ];
    expect(textOf(incidentPageMarkup(resolved(), { sla }))).toContain('99.9 % missed Analytics');
  });

  test('names downtime, error budget and verdict while the incident is open', () => {
    const sla = [{ slug: 'serving', name: 'Serving', targetMillionths: 999_000, month: month(MINUTE) }];
    expect(textOf(incidentPageMarkup(aPublicIncident(), { sla }))).toMatch(
      /Serving in \w+: 1 min down of 44 min allowed, target met so far\./,
    );
  });
});

test('an open incident says what is affected: status, regions and effect', () => {
  const place = { failing: ['Oregon', 'Virginia'], all: 3 };
  const failures = [{ slug: 'serving', place, effect: 'Ad requests get no answer.' }];
  expect(textOf(incidentPageMarkup(aPublicIncident(), { failures }))).toContain(
    'What is affected Serving Major outage in Oregon and Virginia Ad requests get no answer.',
  );
});

describe('the updates', () => {
  const updates = (...changes: Partial<PublicUpdate>[]) =>
    changes.map((change, i) => anUpdate({ publicId: `upd00000000${i}`, affected: [], ...change }));
  const headingsOf = (markup: string) =>
    [...markup.matchAll(/<h3[^>]*>(.*?)<\/h3>/g)].map(([, heading]) => textOf(heading ?? '').trim());

  test('of monitoring have headings for recoveries and further failures', () => {
    const own = updates(
      { state: 'resolved', isAutomatic: true },
      { state: 'monitoring' },
      { state: 'detected', isAutomatic: true },
      { state: 'monitoring', isAutomatic: true },
      { state: 'detected', isAutomatic: true },
      { state: 'detected', isAutomatic: true },
    );
    expect(headingsOf(incidentPageMarkup(resolved({ updates: own })))).toEqual([
      'Resolved according to monitoring',
      'Monitoring',
      'The problem is back according to monitoring',
      'Recovered according to monitoring',
      'Update by monitoring',
      'Detected by monitoring',
    ]);
  });

  test('have a line only for a status that changed', () => {
    const affected = (oldStatus: 'partial_outage' | 'operational') => [
      { publicId: 'srv0a1b2c3d4', slug: 'serving', name: 'Serving', oldStatus, newStatus: 'operational' as const },
    ];
    const textWith = (oldStatus: 'partial_outage' | 'operational') =>
      textOf(incidentPageMarkup(resolved({ updates: updates({ affected: affected(oldStatus) }) })));
    expect(textWith('partial_outage')).toContain('Serving Partial outage changed to Operational');
    expect(textWith('operational')).not.toMatch(/(changed to|Serving) Operational/);
  });
});

test('updates of several days are below the heading of their day', () => {
  const updates = [anUpdate({ publicId: 'upd000000002', occurredAt: NOW }), anUpdate({ occurredAt: NOW - 86_400_000 })];
  const headings = [...incidentPageMarkup(resolved({ updates })).matchAll(/<h3[^>]*>([^<]*)<\/h3>/g)].map(
    ([, text]) => text,
  );
  expect(headings).toHaveLength(2);
  for (const heading of headings) expect(heading).toMatch(/^\d+ [A-Z][a-z]+ \d{4}$/);
});

test('a list shows how long performance was degraded', () => {
  const listed = { ...resolved({ impact: 'minor', episodes: [] }), excerpt: 'Slow.', degradedMs: 12 * MINUTE };
  expect(formatImpact(listed, NOW).replaceAll('\u00a0', ' ')).toBe('Degraded performance, 12 min');
  expect(formatImpact({ ...listed, degradedMs: 0 }, NOW)).toBe('Degraded performance');
});

test('an empty month has its heading with "No incidents"', () => {
  const months = [{ ...monthOf(NOW), incidents: [], more: 0, total: { incidents: 0, downMs: 0 } }];
  const view = { months, month: null, page: 1, hasOlder: false, generatedAt: NOW, components: [], component: null };
  const markup = renderToStaticMarkup(createElement(HistoryPage, view));
  expect(textOf(/<section.*?<\/section>/s.exec(markup)?.[0] ?? '').trim()).toMatch(/^[A-Z][a-z]+ \d{4} No incidents$/);
});
