import { expect, test } from 'vitest';
import { transaction } from '#server/db/transaction';
import { bytesOf } from '#server/published/entry';
import { testWorld } from '#server/test/database';
import { outdatedKeys, storeEntry, takeChanges } from './entries.ts';

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
