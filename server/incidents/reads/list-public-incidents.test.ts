import { beforeAll, describe, expect, test } from 'vitest';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY } from '#server/test/people';
import { listPublicIncidents } from './list-public-incidents.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const HOUR_MS = 3_600_000;
const world = testWorld(T0);

/** Five public incidents, an hour apart; the first is resolved and the last affects serving. An internal one lies between. */
beforeAll(async () => {
  for (let n = 0; n < 5; n++) {
    world.clock.set(T0 + n * HOUR_MS);
    const affected = n === 4 ? [{ component: 'serving', status: 'degraded_performance' as const }] : [];
    const { incident } = await anIncident(world, { title: `Incident ${n}`, affected });
    if (n === 0) await resolveIncident(as(world.ctx, CORY), { incident, body: 'It is over.' });
    if (n === 2) await anIncident(world, { title: 'Internal', audience: ['internal'] });
  }
});

async function titles(query: object): Promise<string> {
  return (await listPublicIncidents(world.ctx, query)).incidents.map(({ title }) => title.slice(-1)).join('');
}

describe('the list of public incidents', () => {
  test('is newest first, and has the internal one on no page', async () => {
    expect(await titles({})).toBe('43210');
    expect(await listPublicIncidents(world.ctx, {})).toMatchObject({ page: 1, hasMore: false });
  });

  test('has pages of the chosen length, and marks those that another follows', async () => {
    const page = async (number: number) => {
      const { incidents, hasMore, perPage } = await listPublicIncidents(world.ctx, { page: number, perPage: 2 });
      return [incidents.map(({ title }) => title.slice(-1)).join(''), hasMore, perPage];
    };
    expect([await page(1), await page(2), await page(3), await page(4)]).toEqual([
      ['43', true, 2],
      ['21', true, 2],
      ['0', false, 2],
      ['', false, 2],
    ]);
    expect((await listPublicIncidents(world.ctx, { perPage: 5 })).hasMore).toBe(false);
  });

  test.each([
    [{ state: 'open' }, '4321'],
    [{ state: 'closed' }, '0'],
    [{ component: 'serving' }, '4'],
    [{ component: 'analytics' }, ''],
    [{ from: '2022-03-30T15:00:00Z' }, '43'],
    [{ to: '2022-03-30T14:00:00Z' }, '10'],
    [{ from: '2022-03-30T12:00:00Z', to: '2022-03-30T12:00:01Z' }, '0'],
  ])('with %j has %j', async (query, expected) => {
    expect(await titles(query)).toBe(expected);
  });

  test.each([
    [{ page: 0 }, /^page: /],
    [{ page: 1.5 }, /^page: /],
    [{ perPage: 0 }, /^perPage: /],
    [{ perPage: 10_000 }, /^perPage: /],
    [{ state: 'broken' }, /^state: /],
    [{ from: 'yesterday' }, /^from: /],
    [{ to: '2022-03-30' }, /^to: /],
    [{ sort: 'title' }, /sort/],
  ])('with %j is rejected with the name of the field', async (query, message) => {
    await expect(listPublicIncidents(world.ctx, query)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    });
  });
});
