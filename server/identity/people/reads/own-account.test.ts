import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#server/actor';
import { testWorld } from '#server/test/database';
import { as, plantPerson } from '#server/test/people';
import { ownAccount } from './own-account.ts';

const world = testWorld();
let cory: Actor;
let id = '';

beforeAll(async () => {
  ({ id } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator'));
  cory = { kind: 'staff', id, name: 'Cory Communicator', role: 'communicator' };
});

test('an account has the stage of its second factor: none, begun, confirmed', async () => {
  const stage = async () => {
    const { hasBegunFactor, hasSecondFactor } = await ownAccount(as(world.ctx, cory));
    return { hasBegunFactor, hasSecondFactor };
  };
  expect(await ownAccount(as(world.ctx, cory))).toEqual({
    id,
    name: 'Cory Communicator',
    email: 'cory@status.example',
    role: 'communicator',
    hasSecondFactor: false,
    hasBegunFactor: false,
  });
  const data = { staffId: id, secret: 'sealed', recoveryCodeHashes: [], lastStep: 0 };
  await world.ctx.prisma.secondFactor.create({ data });
  expect(await stage()).toEqual({ hasBegunFactor: true, hasSecondFactor: false });
  await world.ctx.prisma.secondFactor.update({ where: { staffId: id }, data: { confirmedAt: new Date(0) } });
  expect(await stage()).toEqual({ hasBegunFactor: false, hasSecondFactor: true });
});

test.each([
  { kind: 'token', id: 1, scopes: ['incidents:write'] },
  { kind: 'system', name: 'test' },
] as const)('$kind has no account', async (actor) => {
  await expect(ownAccount(as(world.ctx, actor))).rejects.toMatchObject({ code: 'forbidden' });
});
