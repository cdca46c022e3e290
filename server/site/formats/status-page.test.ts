import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { headlines } from '#components/site/headlines.ts';
import { StatusPage } from '#components/site/status-page';
import type { PublicIncident } from '#domain/incident/public-incident';
import { levelOf, STATED, STATUSES } from '#domain/measurement/status';
import { statedOf } from '#domain/site/public-status';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import { aPublicIncident } from '#server/test/public-incidents';
import { aComponent, aDay, aSummary, NOW, SERVING, someCounts } from '#server/test/summaries';

const GREEN = /(text|fill|stroke|border|bg)-ok-/;
const html = (summary: SystemSummary) => renderToStaticMarkup(createElement(StatusPage, { summary }));
const page = (...components: ComponentSummary[]) => html(aSummary({ components }));
const analytics = (overrides: Partial<ComponentSummary> = {}) =>
  aComponent({
    publicId: 'ana0a1b2c3d4',
    slug: 'analytics',
    name: 'Analytics',
    position: 2,
    targetMillionths: 999_500,
    ...overrides,
  });
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ');
const headline = (markup: string) => textOf(/<h1.*?<\/h1>/s.exec(markup)?.[0] ?? '');

const sentences: [keyof typeof SERVING, string][] = [
  ['operational', 'All systems operational'],
  ['possible', 'Serving: monitoring sees a possible problem since 14:30 UTC; not confirmed yet'],
  ['degraded', 'Serving is degraded since 13:20 UTC'],
  ['partial', 'Serving is partly down since 13:20 UTC'],
  ['major', 'Serving is down since 13:20 UTC'],
  ['recovering', 'Serving is recovering since 14:30 UTC; down from 13:20 UTC'],
  ['noData', 'Monitoring data for Serving is missing since 14:21 UTC; whether it works cannot be said'],
  ['notMonitored', 'All monitored components are operational'],
];

describe('headline', () => {
  test.each(sentences)('%s: "%s"', (state, sentence) => {
    expect(headline(page(SERVING[state](), analytics()))).toBe(sentence);
  });

  test.each(sentences)('%s is green only if operational, apart from past days and instances in sync', (state) => {
    const now = page({ ...SERVING[state](), days: [], counts: someCounts({}) });
    expect(GREEN.test(now)).toBe(state === 'operational');
  });

  test('lists a component that is not monitored below, without affecting the others', () => {
    expect(textOf(page(SERVING.notMonitored(), analytics()))).toMatch(
      /All monitored components are operational ?Serving is not monitored yet/,
    );
    expect(headline(page(SERVING.notMonitored(), analytics({ status: 'partial_outage' })))).toMatch(
      /^Analytics is partly down/,
    );
  });

  test('reports that nothing is measured without components, and is not green', () => {
    const empty = page();
    expect(headline(empty)).toBe('Not monitored yet');
    expect(textOf(empty)).toContain('nothing can be said');
    expect(empty).not.toMatch(GREEN);
  });

  test('covers all components in one sentence if no monitoring data exists', () => {
    const { since } = SERVING.noData();
    expect(headline(page(SERVING.noData(), analytics({ status: 'unknown', since })))).toBe(
      'Monitoring data is missing since 14:21 UTC; whether it works cannot be said',
    );
    expect(headline(page(SERVING.notMonitored()))).toBe('Not monitored yet');
  });

  test('shows the worst first and the rest below', () => {
    const text = textOf(page(analytics({ status: 'unknown', since: null }), SERVING.partial()));
    expect(text).toMatch(/Serving is partly down since 13:20 UTCMonitoring data for Analytics is missing/);
  });

  test('combines the same failure since the same time in one sentence', () => {
    const { since } = SERVING.major();
    expect(headline(page(SERVING.major(), analytics({ status: 'major_outage', since })))).toBe(
      'Serving and Analytics are down since 13:20 UTC',
    );
  });

  test('shows signs of a worse failure beside the confirmed one', () => {
    const markup = page({ ...SERVING.degraded(), phase: 'possible', phaseSince: NOW - 10_000 });
    expect(headline(markup)).toBe('Serving is degraded since 13:20 UTC');
    expect(textOf(markup)).toContain(
      'Serving: monitoring sees signs of a worse problem since 14:31 UTC; not confirmed yet',
    );
  });

  // Archived components are not on the page; an incident that was reopened still names them.
  const archived = { publicId: 'old0a1b2c3d4', slug: 'old', name: 'Old', status: 'major_outage' as const };
  const serving = {
    ...aPublicIncident().components[0],
    status: 'operational' as const,
  } as PublicIncident['components'][number];
  const watched = { state: 'monitoring' as const, monitoringAt: NOW - 60_000 };
  test.each<[string, Partial<PublicIncident>, ComponentSummary[]]>([
    ['of an archived component only', { components: [archived] }, [aComponent()]],
    [
      'of an archived component and one that recovered',
      { components: [archived, serving], ...watched },
      [aComponent({ stated: 'operational' })],
    ],
    ['of an archived component, where nothing else is monitored', { components: [archived] }, [SERVING.notMonitored()]],
    ['of an archived component, where there is no other', { components: [archived] }, []],
    [
      'of a component that monitoring no longer sees',
      { components: [serving], ...watched },
      [{ ...SERVING.noData(), stated: 'operational' }],
    ],
    [
      'that names no component',
      { components: [], episodes: [] },
      [aComponent(), analytics({ status: 'unknown', since: null })],
    ],
  ])('leads with an open incident %s, and is not green', (_, change, components) => {
    const summary = aSummary({ components, openIncidents: [aPublicIncident({ title: 'Slow answers', ...change })] });
    expect(headline(html(summary))).toMatch(/^Slow answers: being (investigated since 13:20|watched since 14:30) UTC$/);
    expect(headlines(summary)[0].tone).toBe(summary.overall);
  });

  test('has the overall tone for all combinations of components and incidents', () => {
    const states = fc.record({
      status: fc.constantFrom(...STATUSES),
      phase: fc.constantFrom('steady', 'possible', 'recovering'),
    });
    const named = fc.record({ id: fc.constantFrom('0', '1', '2', 'archived'), status: fc.constantFrom(...STATED) });
    const incidents = fc.array(fc.uniqueArray(named, { selector: ({ id }) => id, maxLength: 3 }), { maxLength: 2 });
    fc.assert(
      fc.property(fc.array(states, { maxLength: 3 }), incidents, (all, open) => {
        const openIncidents = open.map((own, i) =>
          aPublicIncident({
            publicId: `inc00000000${i}`,
            components: own.map(({ id, status }) => ({ publicId: id, slug: id, name: id, status })),
          }),
        );
        const components = all.map((state, i) => {
          const shown = {
            ...state,
            phase: levelOf(state.status) === 0 && state.phase === 'recovering' ? ('steady' as const) : state.phase,
          };
          return aComponent({
            ...shown,
            publicId: `${i}`,
            slug: `${i}`,
            name: `${i}`,
            stated: statedOf(`${i}`, openIncidents, shown),
          });
        });
        const summary = aSummary({ components, openIncidents });
        expect(headlines(summary)[0].tone).toBe(summary.overall);
      }),
    );
  });

  test('includes the day if the failure began on another day', () => {
    expect(headline(page({ ...SERVING.major(), since: Date.parse('2022-03-29T23:59:00Z') }))).toBe(
      'Serving is down since 23:59 UTC on 29 March 2022',
    );
  });
});

describe('figures', () => {
  test('show uptime with target, downtime, error budget and coverage', () => {
    const text = textOf(page(SERVING.recovering()));
    expect(text).toMatch(
      /March 202299\.83\d %Target99\.9 %, missedDown1 h 10 minBudget used156\.811 % of 44 min 38 sObserved100 %/,
    );
  });

  test('show no data for an unknown uptime', () => {
    expect(textOf(page(SERVING.notMonitored()))).toContain('March 2022no dataTarget99.9 %Observedno data');
  });

  test('show neither uptime nor SLA result with too little data, but coverage and downtime', () => {
    const young = SERVING.recovering();
    const few = { upMs: 37_000, downMs: 0, hasEnoughData: false };
    const fewDown = { ...few, upMs: 7_000, downMs: 30_000 };
    const day = { ...aDay({ from: NOW - 60_000, to: NOW }, 0), ...few };
    const component = {
      ...young,
      month: { ...young.month, ...few },
      last90Days: { ...young.last90Days, ...fewDown },
      year: { ...young.year, ...few },
      days: [day],
    };
    const markup = page(component);
    const text = textOf(markup);
    expect(text).toContain('March 2022not enough data yetTarget99.9 %Observed37 s');
    expect(text).toContain('Last 90 daysnot enough data yetTarget99.9 %Down30 sObserved37 s');
    expect(text).toContain('2022not enough data yetTarget99.9 %Observed37 s');
    expect(text).not.toMatch(/100 %|99\.83|met|missed|kept|Budget/);
    expect(markup.replaceAll('\u00a0', ' ')).toContain(
      '<title>30 March 2022: Operational, not enough data yet</title>',
    );
  });

  test('describe each of 90 days, as a bar and in the table', () => {
    const markup = page(SERVING.major());
    expect(markup.match(/<title>/g)).toHaveLength(90);
    expect(markup.replaceAll('\u00a0', ' ')).toContain(
      '<title>30 March 2022: Major outage, 91.827 %, 1 h 11 min 12 s down</title>',
    );
    expect(markup.match(/<th scope="row">/g)).toHaveLength(90);
  });

  test('show no figure for a day without data', () => {
    const blank = { ...aDay({ from: NOW - 86_400_000, to: NOW }, 0), uptimeMillionths: null };
    expect(page(aComponent({ days: [{ ...blank, worst: 'unknown' }] }))).toMatch(/<title>[^<]*: no data</);
    expect(page(aComponent({ days: [{ ...blank, worst: 'not_monitored' }] }))).toMatch(/<title>[^<]*: not monitored</);
  });
});

describe('fleet', () => {
  test('counts instances in sync and lists the problems of the others', () => {
    const counts = someCounts({ up: 280, degraded: 7, stale: 8, down: 3, silent: 1, unknown: 1, retired: 5 });
    expect(textOf(page(aComponent({ counts, worstDataAgeMs: 840_000 })))).toContain(
      '287 of 300 instances in sync, 7 of them slow or degraded, 8 with stale data, 3 down, 1 silent, 1 not seen by monitoring, worst data age 14 min.',
    );
  });

  test('reports if monitoring sees none of the instances', () => {
    expect(textOf(page(SERVING.noData()))).toContain('None of its 300 instances is seen by monitoring.');
  });
});

describe('the page', () => {
  test('shows when it was made and how old its probe data is', () => {
    const markup = page(aComponent());
    expect(markup).toContain('<time dateTime="2022-03-30T14:31:12.000Z"');
    expect(textOf(markup)).toContain('Newest probe data 14:31:06 UTC, 30 March 2022, 6 s old then.');
    expect(textOf(page(SERVING.notMonitored()))).toContain('No probe data has been received yet.');
  });

  test('shows the policy that it uses', () => {
    const markup = page(aComponent());
    expect(textOf(markup)).toContain('Counted by rules version 1, up to 14:31 UTC');
    expect(markup).toContain('href="/components/serving#rules"');
  });

  test('has no style attribute, and only our own script', () => {
    expect(
      page(SERVING.major()).replace('<script type="module" src="/live.js" data-own="true"></script>', ''),
    ).not.toMatch(/ style=|<script/);
  });
});

describe('groups', () => {
  const money = { publicId: 'mon0a1b2c3d4', slug: 'money', name: 'Money' };
  const named = (slug: string, position: number, group: ComponentSummary['group'] = null) =>
    aComponent({ publicId: slug, slug, name: slug, position, group });

  test('appear at the place of their first member, with their members below', () => {
    const markup = page(
      named('late', 4, money),
      named('serving', 1),
      named('billing', 2, money),
      named('analytics', 3),
    );
    const names = [...markup.matchAll(/<(?:h2|p) id="[^"]*"[^>]*>(.*?)<\/(?:h2|p)>/gs)].map(([, text]) =>
      textOf(text as string),
    );
    expect(names).toEqual(['serving', 'Money', 'billing', 'late', 'analytics']);
    const group = /<section id="_money".*?<section id="analytics"/s.exec(markup)?.[0] ?? '';
    expect([group.includes('id="billing"'), group.includes('id="late"'), group.includes('id="serving"')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('figures of a new component', () => {
  const HOUR = 3_600_000;
  const young = () => {
    const whole = aComponent();
    const cut = <P extends ComponentSummary['last90Days']>(period: P): P => ({
      ...period,
      upMs: HOUR,
      downMs: 0,
      unknownMs: 0,
      degradedMs: 0,
    });
    const days = whole.days.map((day, i): typeof day => (i < 89 ? { ...day, worst: 'not_monitored' } : day));
    return { ...whole, month: cut(whole.month), last90Days: cut(whole.last90Days), year: cut(whole.year), days };
  };

  test('show for how long they were measured, and the bars show since when', () => {
    const text = textOf(page(young()));
    expect(text.match(/100 %measured over 1 h/g)).toHaveLength(3);
    expect(text).toContain('Monitored since 30 March 2022');
    expect(textOf(page(aComponent()))).not.toMatch(/measured over|Monitored since/);
  });

  test('compare the last 90 days with the target; only months and years are met or missed', () => {
    expect(textOf(page(aComponent()))).toMatch(/Last 90 days100 %Target99\.9 %, met/);
    const text = textOf(page(aComponent({}, 4_200_000)));
    expect(text).toMatch(/Last 90 days99\.\d+ %Target99\.9 %, (not )?met/);
    expect(text).toMatch(/March 202299\.\d+ %Target99\.9 %, missed/);
  });

  test('are marked as change-only sources if the last report is old', () => {
    const old = (overrides: Partial<ComponentSummary>) =>
      textOf(page(aComponent({ latestObservedAt: NOW - 50 * HOUR, ...overrides })));
    expect(old({})).toContain('2 d 2 h old then. Its sources report changes alone');
    expect(old({ status: 'unknown' })).not.toContain('changes alone');
    expect(textOf(page(aComponent()))).not.toContain('changes alone');
  });
});
