import { beforeAll, describe, expect, test } from 'vitest';
import type { ActingContext } from '#server/actor';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { testWorld } from '#server/test/database';
import { ADA, as, plantPerson } from '#server/test/people';
import { objectNames } from './object-names.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
let ids: Record<string, string> = {};

beforeAll(async () => {
  const { incident } = await openIncident(ada(), { title: 'Serving is slow', body: 'We are investigating.' });
  const { update } = await postUpdate(ada(), { incident, body: 'Still slow.' });
  const { id: token } = await createToken(ada(), { scopes: ['incidents:read'], name: 'desk' });
  const { id: destination } = await addDestination(ada(), {
    kind: 'mail',
    name: 'Duty',
    address: 'duty@status.example',
  });
  const { id: staff } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
  ids = {
    incident,
    update,
    component: 'serving',
    staff,
    token: String(token),
    'alert-destination': String(destination),
  };
});

async function nameOf(kind: string, id: string) {
  return (await objectNames(ada(), [{ kind, id }]))({ kind, id });
}

describe('the current name of an object', () => {
  test.each([
    ['component', 'Serving', '/console/components/serving'],
    ['staff', 'Cory Communicator', null],
    ['token', 'desk', null],
    ['alert-destination', 'Duty', null],
  ])('of the kind %s is %s', async (kind, name, href) => {
    expect(await nameOf(kind, ids[kind] ?? '')).toEqual({ name, href });
  });

  test('of an incident is its title, which an update has too, and both lead to the incident', async () => {
    const named = { name: 'Serving is slow', href: `/console/incidents/${ids.incident}` };
    expect([await nameOf('incident', ids.incident ?? ''), await nameOf('update', ids.update ?? '')]).toEqual([
      named,
      named,
    ]);
  });

  test.each([
    ['region', 'eu'],
    ['incident', 'aaaaaaaaaaaa'],
    ['component', 'all'],
    ['token', '987654'],
    ['staff', 'serving'],
  ])('is missing for %s %s', async (kind, id) => {
    expect(await nameOf(kind, id)).toBeNull();
  });

  test('is not that of an object of another kind with the same id', async () => {
    await world.ctx.prisma.staff.update({ where: { id: ids.staff ?? '' }, data: { id: 'serving' } });
    const of = await objectNames(ada(), [
      { kind: 'staff', id: 'serving' },
      { kind: 'component', id: 'serving' },
    ]);
    expect([of({ kind: 'staff', id: 'serving' })?.name, of({ kind: 'component', id: 'serving' })?.name]).toEqual([
      'Cory Communicator',
      'Serving',
    ]);
  });

  test('is read with one statement per kind', async () => {
    const reads: unknown[] = [];
    const prisma = new Proxy(world.ctx.prisma, {
      get: (target, key) => {
        reads.push(key);
        return Reflect.get(target, key);
      },
    }) as ActingContext['prisma'];
    const one = { kind: 'component', id: 'serving' };
    await objectNames({ prisma }, [one, one, { kind: 'component', id: 'analytics' }, { kind: 'region', id: 'eu' }]);
    expect(reads).toEqual(['component']);
  });
});
