import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { addNote } from '#server/incidents/verbs/add-note';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { openContext } from '#server/open-context';
import { QUEUES } from '#server/queues';
import { testWorld } from '#server/test/database';
import { as, ED } from '#server/test/people';
import { incidentHistory } from './incident-history.ts';
import { incidentsOfDay } from './incidents-of-day.ts';
import { searchIncidents } from './search-incidents.ts';

const world = testWorld();
const MARCH = Date.parse('2022-03-01T00:00:00Z');
const MINUTE = 60_000;
const iso = (t: number) => new Date(t).toISOString();

function past(title: string, t: number, status: 'partial_outage' | 'degraded_performance') {
  const affected = [{ component: 'serving', status }];
  const updates = [
    { state: 'investigating' as const, body: 'a', occurredAt: iso(t), affected },
    { state: 'resolved' as const, body: 'b', occurredAt: iso(t + MINUTE) },
  ];
  return backfillIncident(as(world.ctx, ED), { title, startedAt: iso(t), updates });
}
const pageOf = (query: Parameters<typeof incidentHistory>[1]) => incidentHistory(world.ctx, query);

beforeAll(async () => {
  for (let i = 0; i < 103; i++) await past(`March ${i}`, MARCH + i * MINUTE, 'partial_outage');
  await past('February', MARCH - 1, 'degraded_performance');
  await past('Long ago', Date.parse('2000-06-01T00:00:00Z'), 'degraded_performance');
});

test('a full month does not hide others, and each month shows how many more incidents it has', async () => {
  const { months, hasOlder } = await pageOf({});
  expect(months.map(({ incidents, more }) => [incidents.length, more])).toEqual([
    [50, 53],
    [1, 0],
    [0, 0],
  ]);
  expect(months[0]?.incidents[0]).toMatchObject({
    title: 'March 102',
    excerpt: 'b',
    impact: 'major',
    components: [{ name: 'Serving' }],
  });
  expect(hasOlder).toBe(true);
});

test('every incident is on one page of its month, and a page after the last is not found', async () => {
  const pages = await Promise.all(['1', '2', '3'].map((page) => pageOf({ month: '2022-03', page })));
  const titles = pages.flatMap(({ months }) => months.flatMap(({ incidents }) => incidents.map(({ title }) => title)));
  expect(titles).toEqual(Array.from({ length: 103 }, (_, i) => `March ${102 - i}`));
  expect(pages.map(({ hasOlder }) => hasOlder)).toEqual([true, true, false]);
  for (const query of [
    { month: '2022-03', page: '4' },
    { month: '2022-13' },
    { month: '\u0000' },
    { page: '0' },
    { page: '1e3' },
    { page: '999' },
    { month: '0099-05' },
    { month: '2022-05' },
  ])
    await expect(pageOf(query)).rejects.toMatchObject({ code: 'not_found' });
});

test('old incidents are reachable by paging', async () => {
  let page = 1;
  for (let view = await pageOf({}); view.hasOlder; view = await pageOf({ page: String(page) })) page++;
  expect((await pageOf({ page: String(page) })).months.flatMap(({ incidents }) => incidents)).toMatchObject([
    { title: 'Long ago' },
  ]);
});

test('a withdrawn incident stays in the history, marked as withdrawn', async () => {
  const { incident } = await past('None', MARCH - 2, 'partial_outage');
  await withdrawIncident(as(world.ctx, ED), { incident, reason: 'A drill.' });
  expect((await pageOf({ month: '2022-02' })).months[0]?.incidents.at(-1)).toMatchObject({
    title: 'None',
    withdrawnAt: world.clock.now(),
  });
});

test('a merged incident names its target, unless that is not public', async () => {
  const [{ incident }, { incident: into }] = [
    await past('Part', MARCH - 3, 'partial_outage'),
    await past('Whole', MARCH - 4, 'partial_outage'),
  ];
  await mergeIncident(as(world.ctx, ED), { incident, into, reason: 'The same.' });
  const line = async () =>
    (await pageOf({ month: '2022-02' })).months[0]?.incidents.find(({ title }) => title === 'Part');
  expect(await line()).toMatchObject({ mergedInto: into, mergedIntoTitle: 'Whole' });
  await world.ctx.prisma.incident.update({ where: { publicId: into }, data: { publicAt: null } });
  expect(await line()).toMatchObject({ mergedInto: null, mergedIntoTitle: null });
});

test('months have totals of all their incidents, also of those on other pages', async () => {
  const { months } = await pageOf({});
  expect(months.map(({ total }) => total)).toEqual([
    { incidents: 103, downMs: 0 },
    { incidents: 3, downMs: 0 },
    { incidents: 0, downMs: 0 },
  ]);
});

test('overlapping outages of a month count once, and those of a false alarm not at all', async () => {
  const outage = async (title: string, slug: string, from: number, to: number) => {
    const component = await world.ctx.prisma.component.findFirstOrThrow({ where: { slug } });
    const { id } = await world.ctx.prisma.incident.findFirstOrThrow({ where: { title } });
    await world.ctx.prisma.episode.create({
      data: {
        incidentId: id,
        componentId: component.id,
        fromAt: new Date(from),
        toAt: new Date(to),
        level: 2,
        confirmedAt: new Date(from),
      },
    });
  };
  await outage('March 1', 'serving', MARCH, MARCH + 10 * MINUTE);
  await outage('March 2', 'analytics', MARCH + 5 * MINUTE, MARCH + 20 * MINUTE);
  await outage('None', 'serving', MARCH - 10 * MINUTE, MARCH - 5 * MINUTE);
  const { months } = await pageOf({});
  expect(months.map(({ total }) => total.downMs)).toEqual([20 * MINUTE, 0, 0]);
  await world.ctx.prisma.episode.deleteMany();
});

test('lists can be limited to a component, and an unknown component is not found', async () => {
  const titlesOf = async (component: string) =>
    (await pageOf({ month: '2022-03', component })).months.flatMap(({ incidents }) => incidents.length);
  expect([await titlesOf('serving'), await titlesOf('analytics')]).toEqual([[50], [0]]);
  expect((await pageOf({ component: 'analytics' })).hasOlder).toBe(false);
  const search = (component: string) => searchIncidents(world.ctx, { text: 'long ago', component });
  expect([(await search('serving')).incidents.length, (await search('analytics')).incidents.length]).toEqual([1, 0]);
  for (const read of [
    () => pageOf({ component: 'x' }),
    () => search('x'),
    () => incidentsOfDay(world.ctx, { day: '2022-03-01', component: 'x' }),
  ])
    await expect(read()).rejects.toMatchObject({ code: 'not_found' });
});

test('a day lists the incidents that were open on it, and a day that does not exist is not found', async () => {
  const titles = async (day: string, component: string | null = null) =>
    (await incidentsOfDay(world.ctx, { day, component })).incidents.map(({ title }) => title);
  expect(await titles('2000-06-01')).toEqual(['Long ago']);
  expect([await titles('2000-06-02'), await titles('2000-05-31')]).toEqual([[], []]);
  expect([await titles('2000-06-01', 'serving'), await titles('2000-06-01', 'analytics')]).toEqual([['Long ago'], []]);
  const busy = await incidentsOfDay(world.ctx, { day: '2022-03-01' });
  expect([busy.incidents.length, busy.hasMore]).toEqual([50, true]);
  for (const day of ['2022-02-30', '2022-3-1', '2022-03-01T00', '2099-01-01', '0001-01-01', '\u0000'])
    await expect(titles(day)).rejects.toMatchObject({ code: 'not_found' });
});

describe('searching', () => {
  const titles = async (text: string, page?: string) =>
    (await searchIncidents(world.ctx, { text, page })).incidents.map(({ title }) => title);

  test('finds text in titles and public updates, ignoring case, newest first, by pages', async () => {
    const all = [
      ...(await titles('MARCH')),
      ...(await titles('march', '2')),
      ...(await titles('march', '3')),
      ...(await titles('march', '4')),
      ...(await titles('march', '5')),
    ];
    expect(all).toEqual(Array.from({ length: 103 }, (_, i) => `March ${102 - i}`));
    expect((await searchIncidents(world.ctx, { text: 'march', page: '4' })).hasOlder).toBe(true);
    expect(await titles('long ago')).toEqual(['Long ago']);
    for (const page of ['6', '0', 'x', '9999'])
      await expect(titles('march', page)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('treats pattern characters as text, and finds no internal or retracted text', async () => {
    for (const text of ['%', '_', '\\', "'--", '\u0000']) expect(await titles(`${text}zz`)).toEqual([]);
    const { incident } = await openIncident(as(world.ctx, ED), {
      title: 'Slow answers',
      body: 'The moon is full, 100 %.',
      separate: true,
    });
    const { update } = await postUpdate(as(world.ctx, ED), { incident, body: 'The sun is out.' });
    await postUpdate(as(world.ctx, ED), { incident, body: 'A secret star.', audience: ['internal'] });
    await addNote(as(world.ctx, ED), { incident, body: 'A secret comet.' });
    await openIncident(as(world.ctx, ED), {
      title: 'A secret planet',
      body: 'a',
      audience: ['internal'],
      separate: true,
    });
    expect([await titles('100 %'), await titles('sun is'), await titles('secret')]).toEqual([
      ['Slow answers'],
      ['Slow answers'],
      [],
    ]);
    await retractUpdate(as(world.ctx, ED), { incident, update, reason: 'It was the moon.' });
    expect(await titles('sun is')).toEqual([]);
  });

  test('searches only the newest incidents, and reports how many if there are more', async () => {
    const all = await searchIncidents(world.ctx, { text: 'long ago' });
    expect([all.incidents.length, all.searchedMax]).toEqual([1, null]);
    const cut = await searchIncidents(world.ctx, { text: 'long ago' }, { searchedMax: 50 });
    expect([cut.incidents.length, cut.searchedMax]).toEqual([0, 50]);
  });

  test('that takes too long is cancelled with an error, and releases its connection', async () => {
    const other = new pg.Client({ connectionString: world.url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE incident_update');
    await expect(searchIncidents(world.ctx, { text: 'march' }, { statementMsMax: 20 })).rejects.toMatchObject({
      code: 'overloaded',
    });
    await other.end();
    expect((await searchIncidents(world.ctx, { text: 'march' })).incidents).not.toEqual([]);
  });

  test('leaves connections for pages: few searches run at once, others queue without a connection, and beyond a limit they are refused', async () => {
    const { concurrency, waitingMax } = QUEUES.search;
    const ctx = openContext({ databaseUrl: world.url, log: world.ctx.log, clock: world.clock }); // as many connections as in production
    const other = new pg.Client({ connectionString: world.url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE incident_update');
    const searches = Array.from({ length: concurrency + waitingMax }, () =>
      searchIncidents(ctx, { text: 'march' }, { statementMsMax: 15_000 }),
    );
    await expect(searchIncidents(ctx, { text: 'march' })).rejects.toMatchObject({ code: 'overloaded' });
    expect((await Promise.all(Array.from({ length: 20 }, () => loadCurrentStates(ctx.web)))).length).toBe(20);
    expect([ctx.web.waitingCount, ctx.web.totalCount - ctx.web.idleCount]).toEqual([0, concurrency]);
    await other.end();
    expect(await Promise.all(searches)).toHaveLength(concurrency + waitingMax);
    await ctx.close();
  });
});
