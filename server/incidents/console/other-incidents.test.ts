import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#server/actor';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY, plantPerson, VERA } from '#server/test/people';
import { otherIncidents } from './other-incidents.ts';

const world = testWorld();
const ids: Record<string, string> = {};
let limited: Actor;

/** Open incidents of serving, of analytics and of none, and one that is resolved. */
beforeAll(async () => {
  const status = 'degraded_performance' as const;
  for (const component of ['serving', 'analytics'])
    ids[component] = (await anIncident(world, { title: component, affected: [{ component, status }] })).incident;
  for (const title of ['none', 'resolved']) ids[title] = (await anIncident(world, { title })).incident;
  await resolveIncident(as(world.ctx, CORY), { incident: ids.resolved ?? '', body: 'It is over.' });
  const { id } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
  await world.ctx.web.query("INSERT INTO staff_component SELECT $1, id FROM component WHERE slug = 'serving'", [id]);
  limited = { kind: 'staff', id, name: 'Cory Communicator', role: 'communicator' };
});

async function choices(actor: Actor, title: string, related: string[] = []) {
  const named = related.map((one) => ({ publicId: ids[one] ?? '', title: one }));
  const { mergeable, linkable } = await otherIncidents(as(world.ctx, actor), {
    publicId: ids[title] ?? '',
    related: named,
  });
  const titles = (list: typeof mergeable) => list.map((one) => one.title).sort();
  return { mergeable: titles(mergeable), linkable: titles(linkable) };
}

describe('the other incidents', () => {
  test('that an incident can be merged into are open, and those it can be linked to are not linked yet', async () => {
    expect(await choices(CORY, 'serving')).toEqual({
      mergeable: ['analytics', 'none'],
      linkable: ['analytics', 'none', 'resolved'],
    });
    expect(await choices(CORY, 'serving', ['analytics', 'resolved'])).toEqual({
      mergeable: ['analytics', 'none'],
      linkable: ['none'],
    });
  });

  test('that a limited communicator can merge into affect a component of theirs', async () => {
    expect((await choices(limited, 'none')).mergeable).toEqual(['serving']);
    expect((await choices(limited, 'serving')).mergeable).toEqual([]);
  });

  test('cannot be merged into by a viewer', async () => {
    expect(await choices(VERA, 'serving')).toEqual({ mergeable: [], linkable: ['analytics', 'none', 'resolved'] });
  });

  test('are not listed without permission', async () => {
    await expect(choices({ kind: 'token', id: 1, scopes: ['incidents:write'] }, 'serving')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
