import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { testWorld } from '#server/test/database';
import { aProbe, startProbes } from '#server/test/probes';
import { createEvaluator } from './evaluate.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const HOUR_MS = 3_600_000;
const world = testWorld(T0 + HOUR_MS);
let probes: Awaited<ReturnType<typeof startProbes>>;
beforeAll(async () => {
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());

/** Delivers one probe of each component, observed at `at`, and returns the time of the latest probe per component after an evaluation. */
async function latestAfter(components: readonly string[], at: number, until: number) {
  const observedAt = new Date(at).toISOString();
  const receipt = await probes.post(
    'agent-a',
    components.map((component) => aProbe({ component, observedAt })),
  );
  expect(receipt.status).toBe(202);
  await createEvaluator(world.ctx)(until);
  const slugs = new Map((await world.ctx.prisma.component.findMany()).map(({ id, slug }) => [id, slug]));
  return Object.fromEntries(
    [...(await loadCurrentStates(world.ctx.web))].map(([id, { latestObservedAt }]) => [
      slugs.get(id),
      latestObservedAt,
    ]),
  );
}

test('the first evaluation notes the latest probe of a history that ended long before', async () => {
  expect(await latestAfter(['serving'], T0, T0 + HOUR_MS)).toEqual({ serving: T0, analytics: null });
});

test('a component that is added later gets its latest probe from its history too', async () => {
  await world.ctx.web.query(
    'DELETE FROM current_state WHERE component_id = (SELECT id FROM component WHERE slug = $1)',
    ['analytics'],
  );
  world.clock.set(T0 + 2 * HOUR_MS);
  expect(await latestAfter(['analytics'], T0 + 60_000, T0 + 2 * HOUR_MS)).toEqual({
    serving: T0,
    analytics: T0 + 60_000,
  });
});
