import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { IncidentList } from '#components/site/incidents/incident-list';
import { ImprovementsPage } from '#components/site/postmortems/improvements-page';
import { PostmortemPage } from '#components/site/postmortems/postmortem-page';
import { PostmortemsPage } from '#components/site/postmortems/postmortems-page';
import { VersionPage } from '#components/site/postmortems/version-page';
import type { Improvement, Improvements, ListedPostmortem, PostmortemList } from '#domain/postmortem/public-lists';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import { incidentPageMarkup } from '#server/test/incident-page';
import { aPublicIncident } from '#server/test/public-incidents';
import { aFigure, aFrozenVersion, anItem, aPublicPostmortem, PUBLISHED_AT } from '#server/test/public-postmortems';
import { NOW } from '#server/test/summaries';

const TODAY = '2022-04-20';
const LATER = Date.parse(`${TODAY}T12:00:00.000Z`);
const ADDRESS = 'https://status.example.com/postmortems/pom000000001';

const textOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:])/g, '$1');
const markupOf = (change: Partial<PublicPostmortem> = {}) =>
  renderToStaticMarkup(
    createElement(PostmortemPage, { postmortem: aPublicPostmortem(change), address: ADDRESS, generatedAt: LATER }),
  );
/** Returns the text of the element with this id, up to the next element with one beside it. */
const partOf = (markup: string, id: string) =>
  textOf(new RegExp(`id="${id}".*?(?=<(?:section|div|header|p) id="|</main>)`, 's').exec(markup)?.[0] ?? '');
const figures = (...own: PublicPostmortem['frozen']['check']['figures']) =>
  aFrozenVersion({ check: { checkedAt: PUBLISHED_AT, figures: own } });

describe('the seal', () => {
  test('is green if every figure matches, and links the policy that was in force', () => {
    const markup = markupOf();
    expect(markup).toMatch(/id="seal"[^>]*bg-ok-tint/);
    expect(textOf(markup)).toContain(
      'Figures checked against monitoring data on 31 March 2022, 09:12 UTC 2 figures match. Evaluated with policy v2. See each check',
    );
    expect(markup).toContain('href="/components/serving#rules"');
  });

  test('is amber with the reason of each figure that differs', () => {
    const explained = aFigure({
      text: '13:25',
      verdict: 'differs',
      reason: 'we count from the first report of a partner.',
    });
    const markup = markupOf({
      frozen: figures(aFigure(), explained, aFigure({ verdict: 'not_in_record', fact: null })),
    });
    expect(markup).toMatch(/id="seal"[^>]*bg-deg-tint/);
    expect(partOf(markup, 'seal')).toContain('1 figure matches, 1 explained, 1 not in the record.');
    expect(partOf(markup, 'seal')).toContain(
      '“13:25” (Impact on partners). Monitoring: 13:20 UTC. Differs from monitoring because we count from the first report of a partner.',
    );
  });

  test('leads nowhere if the text has no figures', () => {
    const markup = markupOf({ frozen: figures() });
    expect(partOf(markup, 'seal')).toContain('The text has no figures to check.');
    expect(markup).not.toContain('href="#checks"');
  });

  test('is amber if the record has changed since', () => {
    const change = { key: 'downtime', kind: 'duration' as const, published: 4_680_000, current: 4_740_000 };
    const gone = { key: 'episode.2.start', kind: 'instant' as const, published: PUBLISHED_AT, current: null };
    const markup = markupOf({ changedFacts: [change, gone] });
    expect(markup).toMatch(/id="seal"[^>]*bg-deg-tint/);
    expect(partOf(markup, 'seal')).toContain('Total downtime: 1 h 18 min when published, now 1 h 19 min');
    expect(partOf(markup, 'seal')).toContain('when published, now not in the record');
  });
});

describe('the facts', () => {
  test('are those of publication, with uptime by month and year', () => {
    expect(partOf(markupOf(), 'facts')).toContain(
      'Total downtime 1 h 18 min in 2 episodes Detected after 1 min Cause known after 14 min First public update after 1 min 7 updates, all on time Serving SLA, March 99.825 % Target 99.9 % missed',
    );
    const facts = partOf(markupOf(), 'facts');
    expect(facts).toContain('Uptime and error budget until 31 March 2022, 09:12 UTC');
    expect(facts).toContain('Serving, March 2022 99.825 % Missed 1 h 18 min 174.732 % of 44 min 38 s');
    expect(facts).toContain('Serving, 2022 99.985 %');
  });

  test('claim nothing that was not measured', () => {
    const { boxes } = aFrozenVersion();
    const frozen = aFrozenVersion({
      boxes: {
        ...boxes,
        downMs: null,
        episodes: 0,
        detectedAfterMs: null,
        identifiedAfterMs: null,
        firstUpdateAfterMs: null,
        promises: { met: 1, missed: 2 },
        uptime: [],
      },
    });
    expect(partOf(markupOf({ frozen }), 'facts')).toContain(
      'Total downtime None Detected Not measured First public update Not measured 7 updates, 2 late SLA No figure yet',
    );
  });
});

test('the chart has a label for each outage, both thresholds, and a table with the same shares', () => {
  const chart = partOf(markupOf(), 'chart');
  for (const words of ['63 % at 13:40', '14 % at 15:08', 'Partial outage from 10 %', 'Major outage from 50 %'])
    expect(chart).toContain(words);
  expect(chart).toContain('13:20 63 % 188 of 300');
  expect(markupOf({ frozen: aFrozenVersion({ chart: { ...aFrozenVersion().chart, series: [] } }) })).not.toContain(
    'id="chart"',
  );
});

test('the sections are in the order of the page, and the contents list them', () => {
  const markup = markupOf();
  const titles = [...markup.matchAll(/<h2[^>]*>([^<]+)</g)].map(([, title]) => title);
  expect(titles.slice(2)).toEqual([
    'Impact on partners',
    'Cause',
    'Timeline',
    'Action items',
    'What went well',
    'Figures and their checks',
  ]);
  const listed = [...markup.matchAll(/<li><a href="#(\w+)">/g)].map(([, id]) => id);
  expect(listed).toEqual(['impact', 'cause', 'timeline', 'actions', 'well']);
});

test('a turning point of the timeline has a bold first sentence, and times stay in UTC', () => {
  const markup = markupOf();
  expect(markup).toMatch(/<strong class="font-semibold">Serving is operational. <\/strong>The team watches.<\/p>/);
  expect(/id="timeline".*?<\/section>/s.exec(markup)?.[0]).not.toContain('<time');
  expect(partOf(markup, 'timeline')).toContain('30 March 2022, UTC 13:20');
});

test('each figure is listed with the record and the verdict', () => {
  const frozen = figures(aFigure(), aFigure({ fact: null, kind: 'count', recorded: null, verdict: 'not_in_record' }));
  const list = partOf(markupOf({ frozen }), 'checks');
  expect(list).toContain('Start of outage 1 13:20 (Impact on partners)');
  expect(list).toMatch(/Number 13:20 .* – Not in the record/);
});

test('action items show overdue ones, each change of a date with its reason, and evidence', () => {
  const move = (from: string, to: string, reason: string, day: string) => ({
    at: Date.parse(`${day}T10:00:00.000Z`),
    fromDue: from,
    toDue: to,
    fromState: 'planned' as const,
    toState: 'planned' as const,
    reason,
  });
  const changes = [
    move('2022-04-19', '2022-05-03', 'The vendor is late.', '2022-04-18'),
    move('2022-04-12', '2022-04-19', 'The contract was signed late.', '2022-04-10'),
  ];
  const items = [
    anItem({ changes, movedTo: '2022-05-03' }),
    anItem({ publicId: 'itm000000002', state: 'done', doneOn: '2022-04-11', evidenceUrl: 'https://git.example/1' }),
  ];
  const actions = partOf(markupOf({ actionItems: items }), 'actions');
  expect(actions).toContain('1 of 2 done. We update this list until every item is done.');
  expect(actions).toContain('Overdue Load the data of a region from a local copy');
  expect(actions).toContain(
    'New date 3 May. The vendor is late. Earlier new date 19 April. The contract was signed late.',
  );
  expect(markupOf({ actionItems: items })).toContain('href="https://git.example/1" rel="nofollow noopener noreferrer"');
});

test('an edited post-mortem says so at its head, and links each change', () => {
  const changedAt = PUBLISHED_AT + 3_600_000;
  const versions = [
    { number: 2, publishedAt: changedAt, note: 'The cause is more exact.' },
    { number: 1, publishedAt: PUBLISHED_AT, note: null },
  ];
  const markup = markupOf({ changedAt, versions });
  expect(partOf(markup, '_headline')).toContain('Published 31 March 2022, 09:30 UTC edited 31 March 2022, 10:30 UTC');
  expect(partOf(markup, 'versions')).toContain(
    'Edited 31 March 2022, 10:30 UTC: The cause is more exact. Show changes',
  );
  expect(markup).toContain('href="/postmortems/pom000000001/versions/2"');
  expect(markupOf()).not.toContain('id="versions"');
});

test('the page of an edit marks what was added and removed', () => {
  const { sections, timeline } = aFrozenVersion();
  const before = { number: 1, publishedAt: PUBLISHED_AT, note: null, title: 'Serving down', sections, timeline };
  const changed = sections.map((one) =>
    one.key === 'cause' ? { ...one, text: 'A network failure of a provider.' } : one,
  );
  const after = { ...before, number: 2, note: 'The cause is more exact.', sections: changed };
  const view = { publicId: 'pom000000001', title: 'Serving down', before, after, generatedAt: LATER };
  const markup = renderToStaticMarkup(createElement(VersionPage, view));
  expect(textOf(markup)).toContain('The cause is more exact.');
  expect(markup).toMatch(/<del[^>]*>ended the databases<\/del>/);
  expect(markup).toMatch(/<ins[^>]*>of a provider<\/ins>/);
  expect(textOf(renderToStaticMarkup(createElement(VersionPage, { ...view, after: before })))).toContain(
    'The text is unchanged.',
  );
});

test('paper has the address of the page, and no button', () => {
  const markup = markupOf();
  expect(partOf(markup, '_address')).toContain(ADDRESS);
  expect(markup).toMatch(/<li class="[^"]*print:hidden[^"]*"><button type="button"[^>]*data-print=""/);
});

describe('the list of post-mortems', () => {
  const listed = (change: Partial<ListedPostmortem> = {}): ListedPostmortem => {
    const { publicId, title, incidents, publishedAt } = aPublicPostmortem();
    return {
      publicId,
      title,
      incidents: [...incidents],
      publishedAt,
      cause: 'A network failure ended the databases.',
      readingMinutes: 6,
      figures: { match: 9, explained: 0 },
      actionItems: { done: 3, overdue: 1, inProgress: 1, planned: 0 },
      ...change,
    };
  };
  const list = (change: Partial<PostmortemList> = {}): PostmortemList => ({
    postmortems: [listed()],
    promised: [],
    year: { year: 2022, incidents: 2, published: 1, medianAfterMs: 65_640_000 },
    generatedAt: LATER,
    ...change,
  });
  const pageOf = (change: Partial<PostmortemList> = {}, page = 1) =>
    renderToStaticMarkup(createElement(PostmortemsPage, { list: list(change), page }));

  test('has a row with the check, the action items and the days', () => {
    const month = partOf(pageOf(), 'month-2022-03');
    expect(month).toContain(
      'March 2022 Serving down after a network failure 30 March Major outage, 1 h 18 min A network failure ended the databases. 9 figures match 3 of 5 done, 1 overdue Published 31 March, 6 min read',
    );
    expect(partOf(pageOf(), 'totals')).toContain(
      'Published, 2022 1 of 2 outages and slowdowns Published after, median 18 h 14 min from the end of the incident Action items 3 of 5 done 1 overdue Figures 9 of 9 match',
    );
  });

  test('is not green where a figure differs', () => {
    const markup = pageOf({ postmortems: [listed({ figures: { match: 13, explained: 1 } })] });
    expect(markup).toMatch(/text-deg-ink[^>]*>.*?13 figures match, 1 explained/s);
    expect(markup).not.toContain('text-ok-ink');
  });

  test('names what was promised with its day, and what is overdue', () => {
    const incident = { publicId: 'inc000000002', title: 'Slow answers', startedAt: NOW };
    const promised = [
      { incident, promisedOn: '2022-04-18', isOverdue: true },
      { incident: { ...incident, publicId: 'inc000000003' }, promisedOn: '2022-04-24', isOverdue: false },
    ];
    const due = partOf(pageOf({ promised }), 'due');
    expect(due).toContain('Promised by 18 April, 2 days overdue');
    expect(due).toContain('Promised by 24 April');
  });

  test('says what will be here while there is none', () => {
    const none = { postmortems: [], year: { year: 2022, incidents: 0, published: 0, medianAfterMs: null } };
    expect(textOf(pageOf(none))).toContain('No post-mortems yet');
    expect(pageOf(none)).not.toContain('id="totals"');
  });

  test('has pages of fifty', () => {
    const postmortems = Array.from({ length: 51 }, (_, i) => listed({ publicId: `pom${String(i).padStart(9, '0')}` }));
    expect(pageOf({ postmortems })).toContain('href="/postmortems?page=2" rel="next"');
    const second = pageOf({ postmortems }, 2);
    expect([...second.matchAll(/href="\/postmortems\/pom/g)]).toHaveLength(1);
    expect(second).toContain('href="/postmortems" rel="prev"');
  });
});

describe('the improvements', () => {
  const improvement = (change: Partial<Improvement> = {}): Improvement => {
    const { changes: _, ...item } = anItem();
    const postmortem = { publicId: 'pom000000001', title: 'Serving down', startedAt: NOW };
    return { ...item, postmortem, components: ['serving'], reason: null, ...change };
  };
  const done = (i: number, doneOn = '2022-04-10') =>
    improvement({ publicId: `itm00000001${i}`, state: 'done', doneOn });
  const improvements = (change: Partial<Improvements> = {}): Improvements => ({
    components: [
      { slug: 'serving', name: 'Serving' },
      { slug: 'analytics', name: 'Analytics' },
    ],
    component: null,
    open: [improvement({ movedTo: '2022-05-03', reason: 'The contract was signed late.' })],
    done: [done(1, '2022-04-13'), ...[2, 3, 4, 5, 6, 7].map((i) => done(i))],
    counts: { overdue: 1, inProgress: 0, planned: 0, done: 7 },
    onTime: 6,
    today: TODAY,
    generatedAt: LATER,
    ...change,
  });
  const pageOf = (change: Partial<Improvements> = {}, isAll = false) =>
    renderToStaticMarkup(createElement(ImprovementsPage, { improvements: improvements(change), isAll }));

  test('show open items first, with how late they are and their new date', () => {
    const markup = pageOf();
    expect(partOf(markup, 'progress')).toContain(
      '7 of 8 action items done 6 of 7 done by their due date 1 overdue 7 done',
    );
    expect(partOf(markup, 'open')).toContain(
      'Serving down, 30 Mar New date 3 May. The contract was signed late. Serving team 12 Apr 8 days overdue',
    );
    expect(partOf(markup, 'done')).toContain('12 Apr done 13 Apr, 1 day late');
  });

  test('fold done items after five, behind a link that keeps the component', () => {
    expect(pageOf()).toContain('href="/improvements?show=all#done"');
    expect(textOf(pageOf())).toContain('Show 2 more');
    expect(pageOf({ component: 'serving' })).toContain('href="/improvements?component=serving&amp;show=all#done"');
    expect(textOf(pageOf({}, true))).not.toContain('Show 2 more');
  });

  test('can be limited to a component', () => {
    expect(pageOf({ component: 'serving' })).toMatch(/href="\/improvements\?component=serving" aria-current="true"/);
    const none = {
      component: 'analytics',
      open: [],
      done: [],
      counts: { overdue: 0, inProgress: 0, planned: 0, done: 0 },
    };
    expect(textOf(pageOf(none))).toContain('No open action items.');
    expect(textOf(pageOf({ ...none, component: null }))).toContain('No action items yet');
  });
});

describe('an incident', () => {
  const actionItems = { done: 3, overdue: 1, inProgress: 1, planned: 0 };

  test('links its post-mortem, or shows its day', () => {
    const incident = aPublicIncident({ state: 'resolved', resolvedAt: NOW });
    const calloutOf = (postmortem: Parameters<typeof incidentPageMarkup>[1]) =>
      partOf(incidentPageMarkup(incident, postmortem), 'postmortem');
    const published = { kind: 'published' as const, publicId: 'pom000000001', publishedAt: PUBLISHED_AT, actionItems };
    expect(calloutOf({ postmortem: published })).toContain(
      'Post-mortem published on 31 March Cause, timeline and 5 action items. 3 are done.',
    );
    expect(calloutOf({ postmortem: { kind: 'promised', promisedOn: '2022-04-04' } })).toContain(
      'Post-mortem due by 4 April',
    );
    expect(calloutOf({ postmortem: { kind: 'promised', promisedOn: '2022-03-29' } })).toContain(
      'Post-mortem overdue, promised by 29 March',
    );
    expect(calloutOf({ postmortem: null })).toBe('');
  });

  test('has a tag in lists that leads to its post-mortem', () => {
    const listed = { ...aPublicIncident({ postmortemId: 'pom000000001' }), excerpt: '', degradedMs: 0 };
    const markup = renderToStaticMarkup(createElement(IncidentList, { incidents: [listed], now: NOW }));
    expect(markup).toContain('href="/postmortems/pom000000001"');
  });
});
