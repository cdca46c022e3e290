import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvaluator } from '#server/evaluation/evaluate';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { retireInstance } from './retire-instance.ts';

const MINUTE = 60_000;
const NOW = T0 + 10 * MINUTE;
const world = testWorld(T0);
const ed = () => as(world.ctx, ED);
let probes: Awaited<ReturnType<typeof startProbes>>;
const INSTANCE = { component: 'serving', instance: 'srv-1' };

beforeAll(async () => {
  probes = await startProbes(world.ctx);
  for (const source of ['agent-a', 'agent-b'])
    await probes.post(source, [aProbe({ instance: 'srv-1' }), aProbe({ instance: 'srv-2' })]);
  world.clock.set(T0 + MINUTE);
  await createEvaluator(world.ctx)(T0 + MINUTE);
  world.clock.set(NOW);
});
afterAll(() => probes.stop());

async function withdrawn(): Promise<{ instance: string; at: Date }[]> {
  const { rows } = await world.ctx.web.query(
    `SELECT i.name AS instance, p.observed_at AS at FROM probe p JOIN series s ON s.id = p.series_id JOIN instance i ON i.id = s.instance_id
     WHERE p.health NOT IN (SELECT health FROM probe WHERE observed_at = $1) ORDER BY 1, 2`,
    [new Date(T0)],
  );
  return rows;
}

const entries = () => world.ctx.prisma.auditRow.findMany({ where: { action: 'instance:retire' } });

describe('retiring an instance', () => {
  test('is rejected with the reason, and then writes neither probes nor an audit entry', async () => {
    const rejected = (input: object) => retireInstance(ed(), { ...INSTANCE, ...input });
    await expect(rejected({ at: NOW + 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'at: must not be in the future.',
    });
    await expect(rejected({ at: T0 - 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'at: must not be before the instance was first seen. It was first seen at 2022-03-30T12:00:00.000Z.',
    });
    for (const unknown of [{ instance: 'srv-9' }, { component: 'analytics' }, { component: 'nothing' }])
      await expect(rejected(unknown)).rejects.toMatchObject({ code: 'not_found' });
    for (const actor of [CORY, VERA, { kind: 'token', id: 1, scopes: ['incidents:write'] } as const])
      await expect(retireInstance(as(world.ctx, actor), INSTANCE)).rejects.toMatchObject({ code: 'forbidden' });
    expect([await withdrawn(), await entries()]).toEqual([[], []]);
  });

  test('whose probes were not evaluated yet is rejected', async () => {
    await probes.post('agent-a', [aProbe({ instance: 'srv-3', observedAt: new Date(NOW).toISOString() })]);
    await expect(retireInstance(ed(), { ...INSTANCE, instance: 'srv-3' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'at: must not be before the instance was first seen. It has no evaluated probes yet.',
    });
  });

  test('withdraws it for each of its sources, and no other instance, with one audit entry', async () => {
    expect(await retireInstance(ed(), { ...INSTANCE, at: NOW - MINUTE })).toEqual({ sources: 2 });
    const at = new Date(NOW - MINUTE);
    expect(await withdrawn()).toEqual([
      { instance: 'srv-1', at },
      { instance: 'srv-1', at },
    ]);
    expect(await entries()).toMatchObject([
      {
        actorId: 'ed',
        objectKind: 'component',
        objectId: 'serving',
        before: null,
        after: { instance: 'srv-1', at: at.toISOString() },
      },
    ]);
  });

  test('happens now without a time', async () => {
    await retireInstance(as(world.ctx, ADA), { ...INSTANCE, instance: 'srv-2' });
    expect((await withdrawn()).filter(({ instance }) => instance === 'srv-2')).toEqual([
      { instance: 'srv-2', at: new Date(NOW) },
      { instance: 'srv-2', at: new Date(NOW) },
    ]);
  });
});
