import { expect, test } from 'vitest';
import { transaction } from '#server/db/transaction';
import { bytesOf } from '#server/published/entry';
import { testWorld } from '#server/test/database';
import { plantRecord } from '#server/test/records';
import { outdatedKeys, requestEntry, storeEntry, takeChanges, trimEntries } from './entries.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);

test('a change of one incident is rendered before a change of everything that came earlier', async () => {
  const ids = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'];
  const normal = await bytesOf(Buffer.from('text'), 'text/plain');
  const head = {
    build: 'b',
    mode: 'fixed',
    status: 200,
    generatedAt: T0,
    staleAt: null,
    headers: {},
    stale: null,
  } as const;
  await transaction(world.ctx.worker, async (client) => {
    for (const id of ids)
      await storeEntry(client, { ...head, key: `/incidents/${id}`, dependencies: ['brand', `incident:${id}`], normal });
    for (const dependency of ['brand', 'incident:bbbbbbbbbbbb']) {
      await client.query('INSERT INTO site_change (dependency) VALUES ($1)', [dependency]);
      await takeChanges(client);
    }
  });
  const keys = ids.map((id) => `/incidents/${id}`);
  const outdated = (await outdatedKeys(world.ctx.web, 1_000)).filter((key) => keys.includes(key));
  expect(outdated).toEqual(keys.toReversed());
});

test('beyond 40,000 entries that are not live, the oldest are deleted', async () => {
  await world.ctx.web.query('DELETE FROM published_entry');
  await world.ctx.web.query(
    `INSERT INTO published_entry (key, version, build, mode, dependencies, status, generated_at, headers, normal)
    SELECT '/' || n, nextval('published_version'), 'b', CASE n WHEN 0 THEN 'live' WHEN 2 THEN 'asset' ELSE 'fixed' END, '{}', 200,
      to_timestamp(n), '{}', ''
    FROM generate_series(0, 40002) AS n`,
  );
  await transaction(world.ctx.worker, trimEntries);
  const { rows } = await world.ctx.web.query(
    'SELECT count(*)::int AS count, array_agg(key) AS keys FROM published_entry',
  );
  expect([rows[0].count, ['/0', '/1', '/2', '/3'].filter((key) => rows[0].keys.includes(key))]).toEqual([
    40_002,
    ['/0', '/2', '/3'],
  ]);
});

test('at most 200 addresses wait for the publisher', async () => {
  for (let n = 0; n < 200; n++) await requestEntry(world.ctx.web, `/history?page=${n}`);
  await expect(requestEntry(world.ctx.web, '/uptime')).rejects.toMatchObject({ code: 'overloaded' });
});

test('changed intervals of a component outdate the pages of its incidents of that time', async () => {
  const client = world.ctx.web;
  const day = (n: number) => `timestamptz '2022-03-01' + interval '${n} days'`;
  const incidents = [
    ['serving', 'aaaaaaaaaaaa', 10],
    ['serving', 'bbbbbbbbbbbb', 20],
    ['analytics', 'cccccccccccc', 10],
  ] as const;
  for (const [slug, publicId, from] of incidents) {
    await client.query(
      `INSERT INTO incident (public_id, title, origin, state, moved_at, started_at, created_at, resolved_at, updated_at)
      VALUES ($1, 'An incident', 'staff', 'resolved', now(), ${day(from)}, now(), ${day(from + 1)}, now())`,
      [publicId],
    );
    await client.query(
      `INSERT INTO incident_component (incident_id, component_id, status, is_open_automatic)
      SELECT i.id, c.id, 'operational', false FROM incident i, component c WHERE i.public_id = $1 AND c.slug = $2`,
      [publicId, slug],
    );
  }
  await client.query('DELETE FROM site_change');
  const at = (n: number) => Date.parse('2022-03-01T00:00:00Z') + n * 86_400_000;
  await plantRecord(world.ctx, 'serving', { intervals: [[at(10.5), at(12), 'major_outage']], evaluatedUntil: at(25) });
  const { rows } = await client.query("SELECT DISTINCT dependency FROM site_change WHERE dependency LIKE 'incident:%'");
  expect(rows).toEqual([{ dependency: 'incident:aaaaaaaaaaaa' }]);
});
