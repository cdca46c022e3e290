import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createEvaluator } from '#server/evaluation/evaluate';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from './database.ts';
import { startProbes } from './probes.ts';
import { clear } from './scenarios.ts';

/** Creates a world with a source of alerts, in which trouble is confirmed at once. Each test begins with an empty world at `t0`; times count from there. */
export function alertWorld(t0: number) {
  const world = testWorld(t0);
  let probes: Awaited<ReturnType<typeof startProbes>>;
  let evaluate: ReturnType<typeof createEvaluator>;
  beforeAll(async () => {
    await world.ctx.web.query("UPDATE component SET created_at = '2020-01-01Z'");
  });
  beforeEach(async () => {
    await clear(world.ctx);
    await world.ctx.web.query(
      "INSERT INTO policy_version (component_id, version, effective_from, confirm_for_ms, recover_for_ms) SELECT id, 1, '1970-01-01Z', 0, 0 FROM component",
    );
    world.clock.set(t0);
    await probes?.stop();
    probes = await startProbes(world.ctx);
    evaluate = createEvaluator(world.ctx);
    await evaluate(t0);
  });
  afterAll(() => probes.stop());

  /** Evaluates up to `atMs`, as the evaluation loop does at that time. */
  async function evaluateAt(atMs: number): Promise<void> {
    world.clock.set(t0 + atMs);
    await evaluate(t0 + atMs);
  }

  async function intervals(toMs: number): Promise<[number, string][]> {
    const { intervals } = await componentIntervals(world.ctx, { component: 'serving', from: t0, to: t0 + toMs });
    return intervals.map((i) => [Date.parse(i.from) - t0, i.status]);
  }

  return {
    world,
    /** The ingest endpoints of the running test. */
    get probes() {
      return probes;
    },
    evaluateAt,
    intervals,
    /** Posts a notification with these alerts and further keys at `atMs`. */
    async notify(atMs: number, alerts: readonly unknown[], keys: object = {}) {
      world.clock.set(t0 + atMs);
      return probes.notify('alertmanager', { version: '4', status: 'firing', alerts, truncatedAlerts: 0, ...keys });
    },
    /** Evaluates up to `toMs` and returns the statuses of serving from `t0`. */
    async statuses(toMs: number): Promise<[number, string][]> {
      await evaluateAt(toMs);
      return intervals(toMs);
    },
  };
}
