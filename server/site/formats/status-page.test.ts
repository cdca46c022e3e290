import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { StatusPage } from '#components/site/home/status-page';
import type { PublicIncident } from '#domain/incident/public-incident';
import { levelOf, STATED, STATUSES } from '#domain/measurement/status';
import { headlineFacts } from '#domain/site/headline-facts';
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
/** The line below the headline. */
const lead = (markup: string) => textOf(/<\/h1>(<p.*?<\/p>)/s.exec(markup)?.[1] ?? '');
/** The other facts. */
const further = (markup: string) =>
  [...markup.matchAll(/<p class="min-w-0 flex-1">(.*?)<\/p>/gs)].map(([, line = '']) => textOf(line));

const sentences: [keyof typeof SERVING, string, string][] = [
  ['operational', 'All systems operational', ''],
  ['possible', 'Possible problem with Serving', 'Monitoring shows failures since 14:30:52 UTC, not confirmed yet.'],
  ['degraded', 'Serving is degraded', 'Since 13:20 UTC, 1 h 11 min. Analytics is operational.'],
  ['partial', 'Serving is partly down', 'Since 13:20 UTC, 1 h 11 min. Analytics is operational.'],
  ['major', 'Serving is down', 'Since 13:20 UTC, 1 h 11 min. Analytics is operational.'],
  [
    'recovering',
    'Serving is recovering',
    'Since 14:30 UTC. It was down from 13:20 UTC, 1 h 10 min. Analytics is operational.',
  ],
  ['noData', 'Current status of Serving unknown', 'No monitoring data since 14:21 UTC.'],
  ['notMonitored', 'All monitored components are operational', ''],
];

describe('headline', () => {
  test.each(sentences)('%s: "%s", "%s"', (state, sentence, below) => {
    const markup = page(SERVING[state](), analytics());
    expect([headline(markup), lead(markup)]).toEqual([sentence, below]);
  });

  test.each(sentences)('%s is green only if operational', (state) => {
    const now = page({ ...SERVING[state](), days: [] });
    const head = /<header.*?<\/header>/s.exec(now)?.[0] ?? '';
    const status = /<section id="serving".*?(<p.*?<\/p>)/s.exec(now)?.[1] ?? '';
    const isGreen = state === 'operational';
    expect([GREEN.test(head), GREEN.test(status)]).toEqual([isGreen, isGreen]);
  });

  test('names a component that is not monitored below the components, without affecting the others', () => {
    const markup = page(SERVING.notMonitored(), analytics());
    expect([headline(markup), further(markup)]).toEqual(['All monitored components are operational', []]);
    expect(textOf(markup)).toContain('Not monitored yet: Serving');
    expect(headline(page(SERVING.notMonitored(), analytics({ status: 'partial_outage' })))).toBe(
      'Analytics is partly down',
    );
  });

  test('reports that nothing is measured without components, and is not green', () => {
    const empty = page();
    expect([headline(empty), lead(empty)]).toEqual(['Not monitored yet', 'No components yet.']);
    expect(empty).not.toMatch(GREEN);
  });

  test('covers all components in one sentence if no monitoring data exists', () => {
    const { since } = SERVING.noData();
    const markup = page(SERVING.noData(), analytics({ status: 'unknown', since }));
    expect([headline(markup), lead(markup)]).toEqual(['Current status unknown', 'No monitoring data since 14:21 UTC.']);
    const unmonitored = page(SERVING.notMonitored());
    expect([headline(unmonitored), lead(unmonitored)]).toEqual([
      'Not monitored yet',
      'No monitoring data has been received yet.',
    ]);
  });

  test('shows the worst first and the rest below', () => {
    const markup = page(analytics({ status: 'unknown', since: null }), SERVING.partial());
    expect([headline(markup), further(markup)]).toEqual(['Serving is partly down', ['No data for Analytics']]);
  });

  test('combines the same failure in one sentence, with the time of the first', () => {
    const { since } = SERVING.major();
    const markup = page(SERVING.major(), analytics({ status: 'major_outage', since: Number(since) + 60_000 }));
    expect([headline(markup), lead(markup)]).toEqual([
      'Serving and Analytics are down',
      'Since 13:20 UTC, 1 h 11 min.',
    ]);
  });

  test('names at most three components', () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, i) => aComponent({ ...SERVING.degraded(), publicId: `${i}`, name: `N${i}` }));
    expect(headline(page(...some(3)))).toBe('N0, N1 and N2 are degraded');
    expect(headline(page(...some(5)))).toBe('N0, N1 and 3 more are degraded');
  });

  test('counts what is operational if that is much', () => {
    const others = ['a', 'b', 'c'].map((slug) => analytics({ publicId: slug, slug, name: slug }));
    expect(lead(page(SERVING.major(), ...others))).toBe(
      'Since 13:20 UTC, 1 h 11 min. 3 of 4 components are operational.',
    );
  });

  test('shows signs of a worse failure beside the confirmed one', () => {
    const markup = page({ ...SERVING.degraded(), phase: 'possible', phaseSince: NOW - 10_000 });
    expect(headline(markup)).toBe('Serving is degraded');
    expect(further(markup)).toEqual(['Problem with Serving may be getting worse since 14:31 UTC, not confirmed yet']);
  });

  test('names the region that fails, or their number', () => {
    const region = (title: string, status: ComponentSummary['status']) => ({
      name: title,
      title,
      status,
      counts: someCounts({ up: 1 }),
      worstDataAgeMs: 7_000,
    });
    const [east, west, eu] = [
      region('us-east-1', 'major_outage'),
      region('us-west-2', 'major_outage'),
      region('eu-west-1', 'operational'),
    ];
    const one = page({ ...SERVING.partial(), regions: [east, eu] }, analytics());
    expect([headline(one), lead(one)]).toEqual([
      'Serving is partly down in us-east-1',
      'Since 13:20 UTC, 1 h 11 min. Other regions are operational.',
    ]);
    const two = page({ ...SERVING.major(), regions: [east, west, eu] }, analytics());
    expect([headline(two), lead(two)]).toEqual([
      'Serving is down in 2 of 3 regions',
      'Since 13:20 UTC, 1 h 11 min. Analytics is operational.',
    ]);
    expect(textOf(two)).toContain('us-east-1, us-west-2');
    const blind = page({ ...SERVING.partial(), regions: [east, region('eu-west-1', 'unknown')] });
    expect(lead(blind)).toBe('Since 13:20 UTC, 1 h 11 min.');
    expect(headline(page({ ...SERVING.major(), regions: [east, west] }))).toBe('Serving is down');
  });

  test('is above the regions of a component that is down, with their data age', () => {
    const region = (title: string, overrides: Partial<ComponentSummary['regions'][number]>) => ({
      name: title,
      title,
      status: 'operational' as const,
      counts: someCounts({ up: 4 }),
      worstDataAgeMs: 7_000,
      ...overrides,
    });
    const failing = { status: 'major_outage' as const, counts: someCounts({ stale: 4 }), worstDataAgeMs: 411_000 };
    const text = textOf(page({ ...SERVING.major(), regions: [region('us', failing), region('eu', {})] }));
    expect(text).toContain('usMajor outage0 of 46 mineuOperational4 of 47 s');
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
    const markup = html(summary);
    expect(headline(markup)).toBe('Slow answers');
    expect(lead(markup)).toMatch(/(Under investigation since 13:20|Fix in place\. Monitoring since 14:30) UTC\.$/);
    expect(headlineFacts(summary)[0].tone).toBe(summary.overall);
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
        expect(headlineFacts(summary)[0].tone).toBe(summary.overall);
      }),
    );
  });

  test('says since when staff state an outage that monitoring does not show', () => {
    const stated = { stated: 'major_outage' as const, statedSince: Date.parse('2022-03-30T14:01:00Z') };
    const markup = page(aComponent(stated), analytics());
    expect([headline(markup), lead(markup)]).toEqual([
      'Serving is down',
      'Since 14:01 UTC, 30 min. Analytics is operational.',
    ]);
  });

  test('includes the day if the failure began on another day', () => {
    expect(lead(page({ ...SERVING.major(), since: Date.parse('2022-03-29T23:59:00Z') }))).toBe(
      'Since 23:59 UTC on 29 March 2022, 14 h 32 min.',
    );
  });
});

describe('figures', () => {
  test('show uptime with target, downtime, error budget and coverage', () => {
    const text = textOf(page(SERVING.recovering()));
    expect(text).toMatch(/99\.83\d %uptime, March so farTarget 99\.9 % missed/);
    expect(text).toContain('Error budget, March26 min over1 h 10 min down of 44 min allowed');
    expect(text).toMatch(/March 2022 so far99\.83\d %missed1 h 10 min157 % of 44 min 38 s100 %/);
  });

  test('show no data for an unknown uptime', () => {
    expect(textOf(page(SERVING.notMonitored()))).toContain('March 2022 so farno data–––no data');
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
    expect(text).toContain('Not enough data yet');
    expect(text).toContain('March 2022 so farnot enough data yet–––37 s');
    expect(text).toContain('Last 90 daysnot enough data yet–30 s–37 s');
    expect(text).toContain('2022 so farnot enough data yet–––37 s');
    expect(text).not.toMatch(/100 %|99\.83|met|missed|at risk|allowed/);
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
    expect(markup.match(/<th scope="row"/g)).toHaveLength(90 + 3); // days, and month, 90 days and year
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
      '287 of 300 instances in sync, 7 slow or degraded, 8 with stale data, 3 down, 1 silent, 1 without data, worst data age 14 min.',
    );
  });

  test('reports if monitoring sees none of the instances', () => {
    expect(textOf(page(SERVING.noData()))).toContain('No monitoring data from any of its 300 instances.');
  });
});

describe('the page', () => {
  test('shows when it was made and how old its probe data is', () => {
    const markup = page(aComponent());
    expect(markup).toContain('data-generated="2022-03-30T14:31:12.000Z"');
    expect(markup).toContain('<time dateTime="2022-03-30T14:31:06.000Z"');
    expect(textOf(markup)).toContain('Checked at 14:31:06 UTC');
    expect(textOf(page(SERVING.notMonitored()))).toContain('No monitoring data has been received yet.');
  });

  test('shows the policy that it uses', () => {
    const markup = page(aComponent());
    expect(textOf(markup)).toContain('Calculated by policy v1, until 14:31 UTC');
    expect(markup).toContain('href="/components/serving#rules"');
  });

  test('offers to subscribe while something is wrong, and not else', () => {
    const subscribe = async () => null;
    const offers = (summary: SystemSummary) =>
      renderToStaticMarkup(createElement(StatusPage, { summary, subscribe })).includes('name="address"');
    const openIncidents = [aPublicIncident()];
    expect(offers(aSummary({ components: [SERVING.degraded()] }))).toBe(true);
    expect(offers(aSummary({ openIncidents }))).toBe(true);
    expect([offers(aSummary()), offers(aSummary({ components: [SERVING.noData()] }))]).toEqual([false, false]);
  });

  test('has no style attribute, and only our own script', () => {
    expect(
      page(SERVING.major()).replace('<script type="module" src="/live.js" data-own="true"></script>', ''),
    ).not.toMatch(/ style=|<script/);
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
    expect(text).toContain('100 %uptime, March so far, measured over 1 h');
    expect(text).toContain('March 2022 so far, Last 90 days and 2022 so far: measured over 1 h.');
    expect(text).toContain('Monitored since 30 March 2022');
    expect(textOf(page(aComponent()))).not.toMatch(/measured over|Monitored since/);
  });

  test('compare the last 90 days with the target; only months and years are met or missed', () => {
    expect(textOf(page(aComponent()))).toMatch(/Last 90 days100 %met/);
    const text = textOf(page(aComponent({}, 4_200_000)));
    expect(text).toMatch(/Last 90 days99\.\d+ %(met|missed)/);
    expect(text).toMatch(/March 2022 so far99\.\d+ %missed/);
  });

  test('are marked as change-only sources if the last report is old', () => {
    const old = (overrides: Partial<ComponentSummary>) =>
      textOf(page(aComponent({ latestObservedAt: NOW - 50 * HOUR, ...overrides })));
    expect(old({})).toContain('Sources report only changes. Last report 2 d 2 h ago.');
    expect(old({ status: 'unknown' })).not.toContain('only changes');
    expect(textOf(page(aComponent()))).not.toContain('only changes');
  });
});
