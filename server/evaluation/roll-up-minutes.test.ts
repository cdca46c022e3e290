import { describe, expect, test } from 'vitest';
import { minutesOf } from '#server/evaluation/sql/minute-rollups';
import { testWorld } from '#server/test/database';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { createEvaluator } from './evaluate.ts';
import { rebuildStatus } from './rebuild-status.ts';
import { rollUpMinutes } from './roll-up-minutes.ts';

const world = testWorld(T0);
const MINUTE = 60_000;

describe('minutes', () => {
  test('hold the median and the worst of the probes, are corrected by late probes, and outlive the probes', async () => {
    const evaluateUntil = createEvaluator(world.ctx);
    const probes = await startProbes(world.ctx);
    const send = (second: number, dataAgeSeconds: number | null, latencyMs: number | null, instance = 'i1') =>
      probes.post('agent-a', [
        aProbe({ instance, observedAt: new Date(T0 + second * 1_000).toISOString(), dataAgeSeconds, latencyMs }),
      ]);
    const evaluate = async (at: number) => {
      world.clock.set(at);
      await evaluateUntil(at);
      return rollUpMinutes(world.ctx, at);
    };
    const minutes = (step = 1) => minutesOf(world.ctx.web, 1, { from: T0, to: T0 + 10 * MINUTE }, step);

    world.clock.set(T0 + 3 * MINUTE);
    for (const [i, age] of [1, 2, 30].entries()) await send(i * 10, age, 10 * (i + 1));
    await send(70, null, null);
    expect(await evaluate(T0 + MINUTE + 4_999)).toBe(0);
    expect(await evaluate(T0 + 3 * MINUTE)).toBeGreaterThan(0);
    const first = {
      at: T0,
      dataAgeMedianMs: 2_000,
      dataAgeWorstMs: 30_000,
      latencyMedianUs: 20_000,
      latencyP95Us: 30_000,
    };
    const second = {
      at: T0 + MINUTE,
      dataAgeMedianMs: null,
      dataAgeWorstMs: null,
      latencyMedianUs: null,
      latencyP95Us: null,
    };
    expect(await minutes()).toEqual([first, second]);
    expect(await minutes(5)).toEqual([first]);

    for (const [i, age] of [50, 60].entries()) await send(45 + i, age, null);
    await evaluate(T0 + 4 * MINUTE);
    expect((await minutes())[0]).toMatchObject({ dataAgeMedianMs: 30_000, dataAgeWorstMs: 60_000 });

    const kept = await minutes();
    await world.ctx.web.query('DELETE FROM minute_rollup');
    await rebuildStatus(world.ctx, {});
    await rollUpMinutes(world.ctx, T0 + 4 * MINUTE);
    expect(await minutes()).toEqual(kept);
    await world.ctx.web.query('DELETE FROM probe');
    await rebuildStatus(world.ctx, {});
    await rollUpMinutes(world.ctx, T0 + 4 * MINUTE);
    expect(await minutes()).toEqual(kept);
    await probes.stop();
  });

  test('counts an instance in its region, also after it was moved', async () => {
    const evaluateUntil = createEvaluator(world.ctx);
    const probes = await startProbes(world.ctx);
    const regions = async () =>
      (
        await world.ctx.web.query(
          "SELECT regions FROM current_state JOIN component ON id = component_id WHERE slug = 'analytics'",
        )
      ).rows[0].regions;
    const send = (second: number, region: string | null) =>
      probes.post('agent-r', [
        aProbe({
          component: 'analytics',
          instance: 'r1',
          region,
          observedAt: new Date(T0 + second * 1_000).toISOString(),
        }),
        aProbe({
          component: 'analytics',
          instance: 'r2',
          region: 'us',
          health: 'down',
          observedAt: new Date(T0 + second * 1_000).toISOString(),
        }),
      ]);
    const at = 10 * 60;
    for (const [i, region] of [null, 'eu', 'eu'].entries()) {
      await send(at + i * 10, region);
      world.clock.set(T0 + (at + i * 10 + 1) * 1_000);
      await evaluateUntil(world.clock.now());
    }
    expect(await regions()).toMatchObject({ eu: { up: 1 }, us: { down: 1 } });
    await probes.stop();
  });
});
