import type pg from 'pg';
import { rawSteps } from '#domain/measurement/component-status';
import type { State } from '#domain/measurement/probe';
import type { Status } from '#domain/measurement/status';
import { pushStep, type Span, type Step } from '#domain/time/interval';
import type { World, WorldComponent, WorldSeries } from '#server/evaluation/sql/evaluation-inputs';
import { loadStates } from '#server/evaluation/sql/state-runs';
import { computeSeries } from './compute-series.ts';
import { sessionCache } from './evidence.ts';
import { loadEvidence } from './load-evidence.ts';

/** `world` and `component` hold the policy to evaluate by, which may differ from the stored one. */
type Evaluating = { world: World; component: WorldComponent; span: Span };

function seriesOf({ world, component }: Evaluating): WorldSeries[] {
  return [...world.series.values()].filter(({ componentId }) => componentId === component.id);
}

/** Computes the raw status of a component over a span from stored probes (rules 1 to 4). Writes nothing. */
export async function stepsFromProbes(
  client: pg.ClientBase,
  evaluating: Evaluating,
  pieceRowsMax: number,
): Promise<Step<Status>[]> {
  const { world, component, span } = evaluating;
  const own = seriesOf(evaluating);
  const computed = new Map<number, Step<State>[]>(own.map(({ id }) => [id, []]));
  const raw: Step<Status>[] = [];
  for (let from = span.from; from < span.to; ) {
    const { to, evidence } = await loadEvidence(client, world, { from, to: span.to - 1 }, pieceRowsMax);
    const statesOf = (id: number): Step<State>[] => {
      const stored = evidence.states.get(id) ?? [];
      const before = stored.filter(({ at }) => at < span.from);
      return [...before, ...(computed.get(id) ?? []), ...stored.filter(({ at }) => at >= from)];
    };
    const states = new Map(own.map(({ id }) => [id, statesOf(id)]));
    const given = {
      world,
      window: { from, to },
      evidence: { ...evidence, states },
      sessionsFor: sessionCache(evidence.activityOf),
    };
    const piece = own.map((series) => computeSeries(series, component, given));
    for (const { series, storable } of piece) computed.get(series.id)?.push(...storable);
    const observed = piece
      .filter(({ steps }) => steps.length > 0)
      .map(({ series, steps }) => ({ instance: series.instance, steps }));
    for (const { at, value } of rawSteps(observed, { from, to: to + 1 }, component.policies).steps)
      pushStep(raw, at, value);
    from = to + 1;
  }
  return raw;
}

/** Computes the same from stored states (only rules 3 and 4), for policies that give instances the same states. */
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
