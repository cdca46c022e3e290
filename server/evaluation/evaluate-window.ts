import type pg from 'pg';
import { countsByRegion, rawSteps } from '#domain/measurement/component-status';
import type { State } from '#domain/measurement/probe';
import { type Instant, type Step, valueAt } from '#domain/time/interval';
import { replaceStates, type StateChange } from '#server/evaluation/sql/state-runs';
import type { World, WorldComponent, WorldSeries } from '#server/evaluation/sql/world';
import { type Evidence, sessionCache } from './evidence.ts';
import type { RawHistory } from './raw-history.ts';
import { seriesInWindow } from './series-in-window.ts';
import type { Latest, Window } from './window.ts';
import { writeComponentStatus } from './write-component-status.ts';

type Evaluating = {
  world: World;
  window: Window;
  evidence: Evidence;
  historyOf: (component: WorldComponent) => RawHistory;
  only?: ((component: WorldComponent) => boolean) | undefined;
  carriedSteps?: CarriedSteps | undefined;
};

/** Of series that came out of the windows before otherwise than was stored: the step that was in force, until a stored step ends its reach. */
export type CarriedSteps = Map<number, Step<State> | null>;

/** `isSettled`: what is stored after the window still follows from it. `changes`: the steps in the window of each series whose steps changed. */
export type Evaluated = { isSettled: boolean; changes: StateChange[] };

/**
 * Evaluates [from, to] again (rules 1 to 5) and writes what differs from what is stored: states of each series, raw and effective status of
 * each component. Cost depends on the window and the number of series alone.
 */
export async function evaluateWindow(
  client: pg.ClientBase,
  { world, window, evidence, historyOf, only, carriedSteps = new Map() }: Evaluating,
): Promise<Evaluated> {
  const evaluated: Evaluated = { isSettled: true, changes: [] };
  const sessionsFor = sessionCache(evidence.activityOf);
  for (const [component, ownSeries] of seriesByComponent(world)) {
    if (only && !only(component)) continue;
    const states: { instance: number; steps: readonly Step<State>[] }[] = [];
    for (const series of ownSeries) {
      const steps = evaluateSeries(series, component, {
        world,
        window,
        evidence,
        sessionsFor,
        evaluated,
        carriedSteps,
      });
      if (steps.length > 0) states.push({ instance: series.instance, steps });
    }
    const { steps, counts, instances } = rawSteps(states, { from: window.from, to: window.to + 1 }, component.policies);
    const regionOf = new Map(ownSeries.map((series) => [series.instance, series.region]));
    await writeComponentStatus(client, component, historyOf(component), {
      steps,
      counts,
      regions: countsByRegion(instances, (instance) => regionOf.get(instance) ?? null),
      window,
      latest: latestOf(ownSeries, { world, evidence, window }),
    });
  }
  await replaceStates(client, evaluated.changes, window.from, window.to);
  return evaluated;
}

function seriesByComponent(world: World): Map<WorldComponent, WorldSeries[]> {
  const byId = new Map<number, WorldSeries[]>(world.components.map((component) => [component.id, []]));
  for (const series of world.series.values()) byId.get(series.componentId)?.push(series);
  return new Map(world.components.map((component) => [component, byId.get(component.id) as WorldSeries[]]));
}

type SeriesEvaluation = Pick<Evaluating, 'world' | 'window' | 'evidence'> & {
  sessionsFor: ReturnType<typeof sessionCache>;
  evaluated: Evaluated;
  carriedSteps: CarriedSteps;
};

function evaluateSeries(
  series: WorldSeries,
  component: WorldComponent,
  { world, window, evidence, sessionsFor, evaluated, carriedSteps }: SeriesEvaluation,
): readonly Step<State>[] {
  const { steps, kept, inForce, old, isHeartbeat } = seriesInWindow(series, component, {
    world,
    window,
    evidence,
    sessionsFor,
  });
  if (!sameSteps(kept, old)) evaluated.changes.push({ seriesId: series.id, steps: kept });
  const oldEnd = old.at(-1) ?? (carriedSteps.has(series.id) ? carriedSteps.get(series.id) : inForce) ?? null;
  const lastPing = kept.at(-1) ?? inForce; // a heartbeat's silence counts from it
  const isAsStored =
    valueAt<State | null>(steps, window.to, null) === (oldEnd?.value ?? null) &&
    (!isHeartbeat || lastPing?.at === oldEnd?.at);
  if (isAsStored) carriedSteps.delete(series.id);
  else carriedSteps.set(series.id, oldEnd);
  evaluated.isSettled &&= isAsStored;
  return steps;
}

function sameSteps(a: readonly Step<State>[], b: readonly Step<State>[]): boolean {
  return a.length === b.length && a.every((step, i) => step.at === b[i]?.at && step.value === b[i]?.value);
}

/** The newest reading, the largest data age among the newest readings of a component's instances, and the life of its sources. */
function latestOf(
  ownSeries: readonly WorldSeries[],
  { world, evidence, window }: Pick<Evaluating, 'world' | 'evidence' | 'window'>,
): Latest {
  const latest: Latest = { observedAt: null, worstDataAgeMs: null, aliveAt: null };
  for (const { id, sourceId } of ownSeries) {
    const aliveAt =
      world.rules.get(sourceId)?.kind === 'agent' ? (evidence.activityOf(sourceId).at(-1) ?? null) : window.to + 1;
    latest.aliveAt = laterOf(latest.aliveAt, aliveAt);
    const last = evidence.readingsOf(id).at(-1);
    if (!last || last.health === 'withdrawn') continue;
    latest.observedAt = laterOf(latest.observedAt, last.at);
    if (last.dataAgeMs !== null && last.health !== 'retired')
      latest.worstDataAgeMs = Math.max(latest.worstDataAgeMs ?? 0, last.dataAgeMs);
  }
  return latest;
}

function laterOf(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
