import { beforeAll, expect, test } from 'vitest';
import * as feeds from '#app/feeds/[...path]/route';
import { shareContext } from '#server/context';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';

const world = testWorld();
beforeAll(() => shareContext(world.ctx));

async function get(path: string): Promise<Response> {
  const params = Promise.resolve({ path: path.split('/') });
  return feeds.GET(new Request(`http://status.example/feeds/${path}`), { params });
}
const titlesOf = async (path: string) =>
  (await (await get(path)).json()).items.map(({ title }: { title: string }) => title);
const of = (component: string, title: string) =>
  anIncident(world, { title, separate: true, affected: [{ component, status: 'major_outage' }] });

test('the feed of a component or of an incident has only its updates', async () => {
  const { incident } = await of('serving', 'Slow answers');
  await of('analytics', 'Late reports');
  expect((await titlesOf('all.json')).toSorted()).toEqual([
    'Investigating: Late reports',
    'Investigating: Slow answers',
  ]);
  expect(await titlesOf('components/serving.json')).toEqual(['Investigating: Slow answers']);
  expect(await titlesOf(`incidents/${incident}.json`)).toEqual(['Investigating: Slow answers']);
});

test.each([
  'all.txt',
  'all',
  'components/none.atom',
  'incidents/none00000001.rss',
  'other/serving.atom',
  'incidents/%00.atom',
])('there is no feed at %s', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('an unchanged feed is answered with 304', async () => {
  for (const path of ['all.atom', 'components/analytics.rss']) {
    const etag = (await get(path)).headers.get('etag') ?? '';
    const params = Promise.resolve({ path: path.split('/') });
    const headers = { 'if-none-match': etag };
    const again = await feeds.GET(new Request(`http://status.example/feeds/${path}`, { headers }), { params });
    expect([path, again.status]).toEqual([path, 304]);
  }
});
