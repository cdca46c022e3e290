import type { Instant, Span, Step } from '#domain/time/interval';
import { instanceState, type SeriesState } from './component-status.ts';
import type { State } from './probe.ts';

/** The instances of a component that are down, silent or serve outdated data, and all whose state is known (rule 4). */
export type AffectedInstances = { affected: number; known: number };

const AFFECTED: readonly State[] = ['stale', 'down', 'silent'];
const UNCOUNTED: readonly State[] = ['unknown', 'retired'];
const MILLION = 1_000_000;

/** Returns how many instances were affected over `window`, from the steps of all series of a component, with a step only where a number changes. */
export function affectedInstances(series: readonly SeriesState[], window: Span): Step<AffectedInstances>[] {
  const views = new Map<number, Map<number, State>>();
  const states = new Map<number, State>();
  const changes = series
    .flatMap(({ instance, steps }, index) => steps.map(({ at, value }) => ({ at, instance, index, state: value })))
    .filter(({ at }) => at < window.to)
    .sort((a, b) => a.at - b.at);
  const counts: AffectedInstances = { affected: 0, known: 0 };
  const steps: Step<AffectedInstances>[] = [];
  for (const [i, { at, instance, index, state }] of changes.entries()) {
    const view = views.get(instance) ?? new Map<number, State>();
    views.set(instance, view.set(index, state));
    const before = states.get(instance);
    const after = instanceState(view.values());
    states.set(instance, after);
    if (before !== undefined) add(counts, before, -1);
    add(counts, after, 1);
    const isLastOfInstant = Math.max(changes[i + 1]?.at ?? window.to, window.from) > Math.max(at, window.from);
    if (isLastOfInstant) push(steps, Math.max(at, window.from), counts);
  }
  return steps;
}

function add(counts: AffectedInstances, state: State, by: 1 | -1): void {
  if (AFFECTED.includes(state)) counts.affected += by;
  if (!UNCOUNTED.includes(state)) counts.known += by;
}

function push(steps: Step<AffectedInstances>[], at: Instant, { affected, known }: AffectedInstances): void {
  const last = steps.at(-1)?.value;
  if (last?.affected !== affected || last.known !== known) steps.push({ at, value: { affected, known } });
}

/** Returns the share of known instances that are affected, in millionths, floored; 0 if none is known. */
export function affectedShare({ affected, known }: AffectedInstances): number {
  return known === 0 ? 0 : Math.floor((affected * MILLION) / known);
}

/** Returns the first step within a span at which the share is highest; null if no instance was known in it. */
export function peakWithin(steps: readonly Step<AffectedInstances>[], span: Span): Step<AffectedInstances> | null {
  let peak: Step<AffectedInstances> | null = null;
  for (const [i, { at, value }] of steps.entries()) {
    if (at >= span.to || (steps[i + 1]?.at ?? span.to) <= span.from || value.known === 0) continue;
    if (peak === null || value.affected * peak.value.known > peak.value.affected * value.known)
      peak = { at: Math.max(at, span.from), value };
  }
  return peak;
}
