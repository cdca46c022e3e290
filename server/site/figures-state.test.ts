import { expect, test } from 'vitest';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as } from '#server/test/people';
import { figuresState } from './figures-state.ts';
import { systemSummary } from './summary.ts';

const world = testWorld();

test('figures have no end before the first probe, and then the earliest end of all components', async () => {
  const fleet = await startFleet(world);
  await fleet.evaluate();
  expect((await figuresState(world.ctx)).evaluatedUntil).toBeNull();
  await fleet.run(world.clock.now() + 60_000);
  await fleet.stop();
  const ends = (await systemSummary(world.ctx)).components.map(({ evaluatedUntil }) => evaluatedUntil ?? 0);
  const { components, regions, evaluatedUntil, policyVersions } = await figuresState(world.ctx);
  expect([ends.length, evaluatedUntil, policyVersions]).toEqual([2, Math.min(...ends), [1]]);
  expect(evaluatedUntil).toBeGreaterThan(0);
  expect(components).toEqual(['Serving', 'Analytics']);
  expect(regions).not.toContain('');
});

test('archived components do not count', async () => {
  const archived = [
    ['serving', 99.9],
    ['analytics', 99.95],
  ].map(([slug, target]) => `  - { slug: ${slug}, name: ${slug}, target: ${target}, archived: true }\n`);
  await applyCatalog(as(world.ctx, ADA), { text: `components:\n${archived.join('')}` });
  expect(await figuresState(world.ctx)).toMatchObject({ components: [], evaluatedUntil: null, policyVersions: [] });
});
