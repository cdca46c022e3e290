import { withRecorded } from '#domain/measurement/dropped-days';
import { seriesSteps } from '#domain/measurement/instance-state';
import type { State } from '#domain/measurement/probe';
import type { Instant, Span, Step } from '#domain/time/interval';
import type { World, WorldComponent, WorldSeries } from '#server/evaluation/sql/world';
import { type Evidence, lookBackMs, type sessionCache, stepBefore } from './evidence.ts';

type Given = { world: World; window: Span; evidence: Evidence; sessionsFor: ReturnType<typeof sessionCache> };

/** `steps`: all in the window; `kept`: those to store; `inForce` and `old`: what is stored of the time before, and of the window. */
type SeriesInWindow = {
  steps: readonly Step<State>[];
  kept: readonly Step<State>[];
  inForce: Step<State> | null;
  old: Step<State>[];
  isHeartbeat: boolean;
};

/** The states of one series in [from, to], both ends evaluated (rules 1 and 2). */
export function seriesInWindow(
  series: WorldSeries,
  component: WorldComponent,
  { world, window, evidence, sessionsFor }: Given,
): SeriesInWindow {
  const rule = world.rules.get(series.sourceId) as NonNullable<ReturnType<typeof world.rules.get>>; // foreign key
  const probes = evidence.readingsOf(series.id);
  const stored = evidence.states.get(series.id) ?? [];
  const inForce = stepBefore(stored, window.from);
  const before = inForce?.value ?? null;
  const old = stored.filter((step) => step.at >= window.from);
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
  const reachMs = lookBackMs(world);
  const steps =
    dropped.length > 0 ? withRecorded({ fresh, before, recorded: old, window: span, dropped, reachMs }) : fresh;
  const pings = rule.kind === 'heartbeat' ? new Set(probes.map((o) => o.at)) : null;
  return { steps, kept: withoutRepeat(steps, before, window.from, pings), inForce, old, isHeartbeat: pings !== null };
}

/** Leaves out a first step that only repeats what held before; a heartbeat's pings are kept, each starts a run of its own. */
function withoutRepeat(
  steps: readonly Step<State>[],
  before: State | null,
  from: Instant,
  pings: ReadonlySet<Instant> | null,
): readonly Step<State>[] {
  const first = steps[0];
  return first && first.at === from && first.value === before && !pings?.has(from) ? steps.slice(1) : steps;
}
