import { withRecorded } from '#domain/measurement/dropped-days';
import type { State } from '#domain/measurement/probe';
import { seriesSteps } from '#domain/measurement/series-state';
import type { Instant, Span, Step } from '#domain/time/interval';
import type { World, WorldComponent, WorldSeries } from '#server/evaluation/sql/evaluation-inputs';
import { type Evidence, lookBackMs, type sessionCache, stepBefore } from './evidence.ts';

type Given = { world: World; window: Span; evidence: Evidence; sessionsFor: ReturnType<typeof sessionCache> };

/**
 * `steps`: states over the whole window. `storable`: the same without a first step that only repeats the state before the window.
 * `isHeartbeat`: each ping starts a run, so that the instant of a step counts as well as its state.
 */
export type ComputedSeries = {
  series: WorldSeries;
  steps: readonly Step<State>[];
  storable: readonly Step<State>[];
  isHeartbeat: boolean;
};

/** Computes the states of one series in [from, to], both ends included (rules 1 and 2). */
export function computeSeries(
  series: WorldSeries,
  component: WorldComponent,
  { world, window, evidence, sessionsFor }: Given,
): ComputedSeries {
  const rule = world.rules.get(series.sourceId) as NonNullable<ReturnType<typeof world.rules.get>>; // foreign key
  const probes = evidence.probesOf(series.id);
  const stored = evidence.states.get(series.id) ?? [];
  const before = stepBefore(stored, window.from)?.value ?? null;
  const span = { from: window.from, to: window.to + 1 };
  const fresh = seriesSteps({
    rule,
    before: stepBefore(stored, evidence.reach),
    probes,
    activity: evidence.activityOf(series.sourceId),
    sessionsFor: sessionsFor(series.sourceId),
    lapses: evidence.lapsesOf(series.id),
    window: span,
    policies: component.policies,
  });
  const { dropped } = evidence;
  const recorded = stored.filter((step) => step.at >= window.from);
  const steps =
    dropped.length > 0
      ? withRecorded({ fresh, before, recorded, window: span, dropped, reachMs: lookBackMs(world) })
      : fresh;
  const pings = rule.kind === 'heartbeat' ? new Set(probes.map(({ at }) => at)) : null;
  return { series, steps, storable: withoutRepeat(steps, before, window.from, pings), isHeartbeat: pings !== null };
}

/** Leaves out a first step that repeats the state before the window, unless it is a ping, which starts a run. */
function withoutRepeat(
  steps: readonly Step<State>[],
  before: State | null,
  from: Instant,
  pings: ReadonlySet<Instant> | null,
): readonly Step<State>[] {
  const first = steps[0];
  return first && first.at === from && first.value === before && !pings?.has(from) ? steps.slice(1) : steps;
}
