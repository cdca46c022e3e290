import type { Context } from '#server/context';
import { createEvaluator } from '#server/evaluation/evaluate';
import { runAutomation } from '#server/incidents/automation/run-automation';
import type { TestWorld } from './database.ts';
import { aProbe, startProbes } from './probes.ts';

const STEP_MS = 10_000;
export type Mood = 'up' | 'partial' | 'major' | 'absent';
/** Of ten instances so many are down. */
const DOWN: Record<Mood, number> = { up: 0, partial: 3, major: 8, absent: 0 };

/** Observes ten instances of each component every ten seconds, evaluates and keeps incidents, on the clock of the world. */
export async function startFleet(world: TestWorld, components: readonly string[] = ['serving', 'analytics']) {
  const probes = await startProbes(world.ctx);
  const evaluate = createEvaluator(world.ctx);

  async function observe(at: number, mood: (component: string) => Mood): Promise<void> {
    const observedAt = new Date(at).toISOString();
    const batch = components.flatMap((component) =>
      mood(component) === 'absent'
        ? []
        : Array.from({ length: 10 }, (_, i) =>
            aProbe({
              component,
              instance: `${component}-${i}`,
              observedAt,
              health: i < DOWN[mood(component)] ? 'down' : 'up',
            }),
          ),
    );
    await probes.post('fleet', batch);
  }

  return {
    observe,
    /** What other sources say of serving at an instant: that all is well, unless told otherwise. */
    async observeAs(sources: readonly string[], at: number, health: 'up' | 'down' = 'up'): Promise<void> {
      const observedAt = new Date(at).toISOString();
      for (const source of sources)
        await probes.post(
          source,
          Array.from({ length: 10 }, (_, i) => aProbe({ instance: `serving-${i}`, observedAt, health })),
        );
    },
    async evaluate(keep: (ctx: Context) => Promise<unknown> = runAutomation): Promise<void> {
      await evaluate(world.clock.now());
      await keep(world.ctx);
    },
    /** Goes on until `to`, each component in its mood. */
    async run(to: number, moods: Partial<Record<string, Mood>> = {}): Promise<void> {
      for (let at = Math.ceil((world.clock.now() + 1) / STEP_MS) * STEP_MS; at <= to; at += STEP_MS) {
        world.clock.set(at + 1);
        await observe(at, (component) => moods[component] ?? 'up');
        await this.evaluate();
      }
    },
    contacts: probes.contacts,
    stop: probes.stop,
  };
}
