import { afterAll, beforeAll, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { agentsReporting } from './agents-reporting.ts';
import { createEvaluator } from './evaluate.ts';

const MINUTE = 60_000;
const HOUR_MS = 60 * MINUTE;
const NOW = T0 + 3 * HOUR_MS;
const world = testWorld(NOW);
let probes: Awaited<ReturnType<typeof startProbes>>;

/** Posts probes of an instance from `from` on, as many as `count`, every `everyMs`. */
function post(source: string, instance: string, from: number, [count, everyMs]: [number, number]) {
  const batch = Array.from({ length: count }, (_, i) =>
    aProbe({ instance, observedAt: new Date(from + i * everyMs).toISOString() }),
  );
  return probes.post(source, batch);
}

beforeAll(async () => {
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());

test('before the first evaluation no interval is known', async () => {
  await post('agent-a', 'srv-1', NOW - 10 * MINUTE, [5, 10_000]);
  expect(await agentsReporting(world.ctx, 'serving')).toEqual([]);
});

test('each agent has the usual interval of its recent probes, and other sources have none', async () => {
  await post('agent-b', 'srv-1', NOW - 2 * HOUR_MS - 5 * MINUTE, [10, 1_000]); // too long ago
  await post('agent-b', 'srv-2', NOW - 30 * MINUTE, [20, MINUTE]);
  await post('agent-c', 'srv-3', NOW - 5 * MINUTE, [1, MINUTE]); // a single probe has no interval
  await world.ctx.prisma.source.create({ data: { name: 'edge', kind: 'edge', createdAt: new Date(T0) } });
  await post('edge', 'srv-4', NOW - 5 * MINUTE, [5, 20_000]);
  await createEvaluator(world.ctx)(NOW);
  const found = await agentsReporting(world.ctx, 'serving');
  expect(found.toSorted((a, b) => a.source.localeCompare(b.source))).toEqual([
    { source: 'agent-a', intervalMs: 10_000 },
    { source: 'agent-b', intervalMs: MINUTE },
  ]);
  expect(await agentsReporting(world.ctx, 'analytics')).toEqual([]);
});
