import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import { effectiveIntervals, rawIntervals, type ScenarioProbe } from '#domain/test/naive-reference';
import { componentIntervals } from '#server/sla/component-record';
import { tokens } from './load.ts';
import type { TrialWorld } from './trial-world.ts';

const COMPONENTS = ['serving', 'analytics'] as const;
const INSTANCES = 3;
const TICK_MS = 1_000;
const RETRY_MS = 100;
/** Serving is down for the first part of each cycle but the first one. */
const CYCLE = { ticks: 60, down: 20 };
/** Short limits, so that a trial of minutes has several outages. */
const POLICY: Policy = { ...DEFAULT_POLICY, confirmForMs: 4_000, recoverForMs: 6_000 };
const SET_POLICY = `INSERT INTO policy_version (component_id, version, effective_from, confirm_for_ms, recover_for_ms)
SELECT id, 1, $1, $2, $3 FROM component
ON CONFLICT (component_id, version) DO UPDATE SET effective_from = $1, confirm_for_ms = $2, recover_for_ms = $3`;

type Interval = { from: string; to: string; status: string };
export type ProbeStream = {
  /** Stops after the current probes were accepted. Resolves to the number of accepted probes, and to the time of the last one. */
  stop: () => Promise<{ accepted: number; lastAt: number }>;
  /** The intervals of a component that its probes lead to by the naive reference, and those that were evaluated. */
  intervals: (component: number) => Promise<{ expected: Interval[]; evaluated: Interval[] }>;
};

function isDown(tick: number, component: number): boolean {
  return component === 0 && tick >= CYCLE.ticks && tick % CYCLE.ticks < CYCLE.down;
}

function probesOf(tick: number, at: number): ScenarioProbe[] {
  return COMPONENTS.flatMap((_, component) =>
    Array.from({ length: INSTANCES }, (__, instance) => ({
      source: 0,
      component,
      instance,
      at,
      health: isDown(tick, component) ? ('down' as const) : ('up' as const),
      dataAgeMs: null,
      latencyUs: null,
    })),
  );
}

/** Sends probes of two components each second, in order, each until it is accepted. */
export async function startProbeStream({ ctx }: TrialWorld, url: string): Promise<ProbeStream> {
  await ctx.staff.query(SET_POLICY, [new Date(0), POLICY.confirmForMs, POLICY.recoverForMs]);
  const [agent] = await tokens(ctx, 1);
  const accepted: ScenarioProbe[] = [];
  let isStopping = false;

  async function send(probes: readonly ScenarioProbe[]): Promise<void> {
    const body = JSON.stringify({
      source: agent?.source,
      probes: probes.map(({ component, instance, at, health }) => ({
        component: COMPONENTS[component],
        instance: `i${instance}`,
        observedAt: new Date(at).toISOString(),
        health,
      })),
    });
    const headers = { authorization: `Bearer ${agent?.token}` };
    for (;;) {
      const response = await fetch(`${url}/api/v1/probes`, { method: 'POST', headers, body }).catch(() => null); // a process was killed
      await response?.arrayBuffer().catch(() => null);
      if (response?.status === 202) break;
      if (response && response.status < 500) throw new Error(`probes were answered with ${response.status}`);
      await wait(RETRY_MS);
    }
    accepted.push(...probes);
  }

  const running = (async () => {
    for (let tick = 0; !isStopping; tick++) {
      const at = ctx.clock.now();
      await send(probesOf(tick, at));
      await wait(Math.max(0, at + TICK_MS - ctx.clock.now()));
    }
  })();

  const lastAt = () => accepted.at(-1)?.at ?? 0;
  return {
    stop: async () => {
      isStopping = true;
      await running;
      return { accepted: accepted.length, lastAt: lastAt() };
    },
    intervals: async (component) => {
      const window = { from: accepted[0]?.at ?? 0, to: lastAt() };
      const sources = [{ id: 0, rule: { kind: 'agent' as const } }];
      const raw = rawIntervals({ sources, policies: [POLICY], window, probes: accepted }, component);
      const expected = effectiveIntervals(raw, [POLICY]).map(({ from, to, status }) => ({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        status,
      }));
      const slug = COMPONENTS[component] as string; // there are two
      return { expected, evaluated: (await componentIntervals(ctx, { component: slug, ...window })).intervals };
    },
  };
}
