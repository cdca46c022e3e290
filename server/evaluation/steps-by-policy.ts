import type pg from 'pg';
import { rawSteps } from '#domain/measurement/component-status';
import type { State } from '#domain/measurement/probe';
import type { Status } from '#domain/measurement/status';
import { pushStep, type Span, type Step } from '#domain/time/interval';
import { loadStates } from '#server/evaluation/sql/state-runs';
import type { World, WorldComponent, WorldSeries } from '#server/evaluation/sql/world';
import { readPiece } from './evaluate-pieces.ts';
import { sessionCache } from './evidence.ts';
import { seriesInWindow } from './series-in-window.ts';

/** `world` and `component` hold the rules to evaluate by, which need not be those that are stored. */
type Evaluating = { world: World; component: WorldComponent; span: Span };

function seriesOf({ world, component }: Evaluating): WorldSeries[] {
  return [...world.series.values()].filter(({ componentId }) => componentId === component.id);
}

/** Raw status of a component over a span by rules 1 to 4, from the readings that are stored. Nothing is written. */
export async function stepsFromProbes(
  client: pg.ClientBase,
  evaluating: Evaluating,
  pieceRowsMax: number,
): Promise<Step<Status>[]> {
  const { world, component, span } = evaluating;
  const own = seriesOf(evaluating);
  const evaluated = new Map<number, Step<State>[]>(own.map(({ id }) => [id, []]));
  const raw: Step<Status>[] = [];
  for (let from = span.from; from < span.to; ) {
    const { to, evidence } = await readPiece(client, world, { from, to: span.to - 1 }, pieceRowsMax);
    const sessionsFor = sessionCache(evidence.activityOf);
    const states = own.map((series) => {
      const before = evaluated.get(series.id) as Step<State>[]; // made above
      const stored = evidence.states.get(series.id) ?? [];
      evidence.states.set(series.id, [
        ...stored.filter(({ at }) => at < span.from),
        ...before,
        ...stored.filter(({ at }) => at >= from),
      ]);
      const { steps, kept } = seriesInWindow(series, component, { world, window: { from, to }, evidence, sessionsFor });
      before.push(...kept);
      return { instance: series.instance, steps };
    });
    const seen = states.filter(({ steps }) => steps.length > 0);
    for (const { at, value } of rawSteps(seen, { from, to: to + 1 }, component.policies).steps)
      pushStep(raw, at, value);
    from = to + 1;
  }
  return raw;
}

/** The same by rule 4 alone, from the states of instances as they were evaluated: for rules that see instances alike. */
export async function stepsFromStates(client: pg.ClientBase, evaluating: Evaluating): Promise<Step<Status>[]> {
  const { component, span } = evaluating;
  const own = seriesOf(evaluating);
  const ids = own.map(({ id }) => id);
  const stored = await loadStates(client, ids, span.from, span.to - 1);
  const states = own.map(({ id, instance }) => ({
    instance,
    steps: (stored.get(id) ?? []).map(({ at, value }) => ({ at: Math.max(at, span.from), value })),
  }));
  return rawSteps(states, span, component.policies).steps;
}
