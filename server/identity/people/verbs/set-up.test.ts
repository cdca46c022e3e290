import { expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { openContext } from '#server/open-context';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { PASSWORD } from '#server/test/people';
import { beginSetUp, completeSetUp, isSetUpOpen } from './set-up.ts';

const AT_ONCE = 50;
const T0 = systemClock.now();
const world = testWorld(T0, AS_IN_PRODUCTION);
const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';

const setUp = (token: string, i: number, change: object = {}) =>
  completeSetUp(world.ctx, {
    token,
    name: 'Ada Admin',
    email: `ada${i}@status.example`,
    password: PASSWORD,
    ...change,
  });

test('a made-up or expired link, or one with additional fields, creates no admin', async () => {
  const token = tokenOf(await beginSetUp(world.ctx));
  await expect(setUp('x'.repeat(43), 0)).rejects.toMatchObject({ code: 'not_found' });
  for (const change of [{ role: 'viewer' }, { password: 'short' }, { email: 'a@b.example,c@d.example' }])
    await expect(setUp(token, 0, change)).rejects.toMatchObject({ code: 'invalid_input' });
  world.clock.set(T0 + 86_400_000);
  expect(await isSetUpOpen(world.ctx, token)).toBe(false);
  await expect(setUp(token, 0)).rejects.toMatchObject({ code: 'not_found' });
  world.clock.set(T0);
  expect([await isSetUpOpen(world.ctx, token), await world.ctx.prisma.staff.count()]).toEqual([true, 0]);
});

test('of fifty attempts at once, with one link or several, exactly one creates an admin', async () => {
  const tokens = [
    tokenOf(await beginSetUp(world.ctx)),
    tokenOf(await beginSetUp(world.ctx)),
    tokenOf(await beginSetUp(world.ctx)),
  ];
  const outcomes = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, (_, i) => setUp(tokens[i % 3] as string, i)),
  );
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  expect(refusals).toEqual(Array(AT_ONCE - 1).fill('not_found'));
  expect(await world.ctx.prisma.staff.findMany({ select: { role: true } })).toEqual([{ role: 'admin' }]);
  expect(await world.ctx.prisma.auditRow.count({ where: { action: 'staff:create' } })).toBe(1);
  expect([await beginSetUp(world.ctx), await isSetUpOpen(world.ctx, tokens[0] as string)]).toEqual([null, false]);
});

test('the password of the first admin is stored at the production cost', async () => {
  const other = openContext({ databaseUrl: world.url, log: world.ctx.log, clock: world.clock });
  await world.ctx.prisma.staff.deleteMany();
  const token = tokenOf(await beginSetUp(other));
  await completeSetUp(other, { token, name: 'Ada Admin', email: 'ada@status.example', password: PASSWORD });
  const { passwordHash } = await other.prisma.staff.findFirstOrThrow({ select: { passwordHash: true } });
  expect(passwordHash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/);
  await other.close();
});
