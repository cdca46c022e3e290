import type { Context } from '#server/context';
import { createEvaluator } from '#server/evaluation/evaluate';
import { runAutomation } from '#server/incidents/automation/run-automation';
import type { TestWorld } from './database.ts';
import { aProbe, startProbes } from './probes.ts';

const STEP_MS = 10_000;
export type FleetState = 'up' | 'partial' | 'major' | 'absent';
/** How many of ten instances are down. */
const DOWN: Record<FleetState, number> = { up: 0, partial: 3, major: 8, absent: 0 };

/** Probes ten instances of each component every ten seconds on the clock of the world. Evaluates and runs the incident automation. */
export async function startFleet(world: TestWorld, components: readonly string[] = ['serving', 'analytics']) {
  const probes = await startProbes(world.ctx);
  const evaluate = createEvaluator(world.ctx);

  async function observe(at: number, stateOf: (component: string) => FleetState): Promise<void> {
    const observedAt = new Date(at).toISOString();
    const batch = components.flatMap((component) =>
      stateOf(component) === 'absent'
        ? []
        : Array.from({ length: 10 }, (_, i) =>
            aProbe({
              component,
              instance: `${component}-${i}`,
              observedAt,
              health: i < DOWN[stateOf(component)] ? 'down' : 'up',
            }),
          ),
    );
    await probes.post('fleet', batch);
  }

  return {
    observe,
    /** Posts probes of serving from other sources at an instant. */
    async observeAs(sources: readonly string[], at: number, health: 'up' | 'down' = 'up'): Promise<void> {
      const observedAt = new Date(at).toISOString();
      for (const source of sources)
        await probes.post(
          source,
          Array.from({ length: 10 }, (_, i) => aProbe({ instance: `serving-${i}`, observedAt, health })),
        );
    },
    async evaluate(automate: (ctx: Context) => Promise<unknown> = runAutomation): Promise<void> {
      await evaluate(world.clock.now());
      await automate(world.ctx);
    },
    /** Runs until `to`, with each component in its state (default: up). */
    async run(to: number, states: Partial<Record<string, FleetState>> = {}): Promise<void> {
      for (let at = Math.ceil((world.clock.now() + 1) / STEP_MS) * STEP_MS; at <= to; at += STEP_MS) {
        world.clock.set(at + 1);
        await observe(at, (component) => states[component] ?? 'up');
        await this.evaluate();
      }
    },
    contacts: probes.contacts,
    stop: probes.stop,
  };
}
