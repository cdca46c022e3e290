import { beforeEach, describe, expect, test } from 'vitest';
import type { ActingContext } from '#server/actor';
import { listStaff } from '#server/identity/people/reads/list-staff';
import { aBrowser } from '#server/test/browser';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY, ED, PASSWORD, plantPerson } from '#server/test/people';
import { limitComponents } from './limit-components.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
let count = 0;
let id = '';
let email = '';

const components = async () => (await listStaff(ada())).people.find((one) => one.id === id)?.components.toSorted();
const entries = () => world.ctx.prisma.auditRow.findMany({ where: { objectId: id }, orderBy: { seq: 'asc' } });

async function rejection(input: object, ctx: ActingContext = ada()): Promise<{ code: string; message: string }> {
  const error = await limitComponents(ctx, { id, components: ['serving'], ...input }).catch((one) => one);
  return { code: error.code, message: error.message };
}

beforeEach(async () => {
  ({ id, email } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator', `cory${++count}`));
});

describe('limiting a communicator to components', () => {
  test('replaces the list, with an audit entry of the values before and after', async () => {
    await limitComponents(ada(), { id, components: ['serving', 'analytics', 'serving'] });
    expect(await components()).toEqual(['analytics', 'serving']);
    await limitComponents(ada(), { id, components: ['serving'] });
    expect(await components()).toEqual(['serving']);
    await limitComponents(ada(), { id, components: [] });
    expect(await components()).toEqual([]);
    expect((await entries()).map(({ action, before, after }) => [action, before, after])).toEqual([
      ['staff:limit-components', { components: [] }, { components: ['analytics', 'serving'] }],
      ['staff:limit-components', { components: ['analytics', 'serving'] }, { components: ['serving'] }],
      ['staff:limit-components', { components: ['serving'] }, { components: [] }],
    ]);
  });

  test('ends their sessions, unless nothing changes', async () => {
    const browser = aBrowser(world.ctx);
    await browser.signIn(email, PASSWORD);
    await limitComponents(ada(), { id, components: [] });
    expect(await browser.actor()).toMatchObject({ id });
    await limitComponents(ada(), { id, components: ['serving'] });
    expect(await browser.actor()).toBeNull();
    await browser.signIn(email, PASSWORD);
    await limitComponents(ada(), { id, components: ['serving', 'serving'] });
    expect(await browser.actor()).toMatchObject({ id });
    expect((await entries()).filter(({ action }) => action === 'staff:limit-components').length).toBe(1);
  });

  test('changes nothing if one of the components does not exist', async () => {
    await limitComponents(ada(), { id, components: ['analytics'] });
    expect(await rejection({ components: ['serving', 'nothing'] })).toEqual({
      code: 'invalid_input',
      message: 'components: one of these components does not exist.',
    });
    expect(await components()).toEqual(['analytics']);
  });

  test('is rejected for other roles, for unknown people and for too many components', async () => {
    const { id: editor } = await plantPerson(world.ctx, 'Ed Editor', 'editor', `ed${count}`);
    expect(await rejection({ id: editor })).toEqual({
      code: 'invalid_input',
      message: 'Only communicators can be limited to components. Change the role first.',
    });
    expect(await rejection({ id: 'nobody' })).toEqual({ code: 'not_found', message: 'Staff account not found.' });
    const many = Array.from({ length: 201 }, (_, i) => `c${i}`);
    expect((await rejection({ components: many })).message).toMatch(/^components: /);
    expect((await rejection({ components: many.slice(1) })).message).toBe(
      'components: one of these components does not exist.',
    );
    expect((await rejection({ role: 'admin' })).code).toBe('invalid_input');
  });

  test('needs an admin', async () => {
    for (const actor of [ED, CORY, { kind: 'token', id: 1, scopes: ['incidents:write'] } as const])
      expect((await rejection({}, as(world.ctx, actor))).code).toBe('forbidden');
    expect(await components()).toEqual([]);
  });
});
