import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep } from '#domain/time/interval';
import type { Policy } from './policy.ts';
import type { State } from './probe.ts';
import { STATES } from './probe.ts';
import { policySpans } from './series-state.ts';
import type { Status } from './status.ts';

export type Counts = Record<State, number>;
/** The instances of a region. `worstDataAgeMs`: null without data; absent in states that an earlier version stored. */
export type RegionCounts = Counts & { worstDataAgeMs?: number | null };
const MILLION = 1_000_000;
const KNOWN_STATES = 5; // up … silent come first in STATES

export function noCounts(): Counts {
  return { up: 0, degraded: 0, stale: 0, down: 0, silent: 0, unknown: 0, retired: 0 };
}

/** Rule 3: the upper median of the known states. Unknown if there is none; retired (out of the fleet) if all its sources retired it. */
export function instanceState(states: Iterable<State>): State {
  const known: number[] = [];
  let isRetired = true;
  for (const state of states) {
    const severity = STATES.indexOf(state);
    if (severity < KNOWN_STATES) known.push(severity);
    if (state !== 'retired') isRetired = false;
  }
  if (known.length === 0) return isRetired ? 'retired' : 'unknown';
  known.sort((a, b) => a - b);
  return STATES[known[known.length >> 1] as number] as State;
}

/** Rule 4, in integers. */
export function rawStatus(counts: Counts, policy: Policy): Status {
  const bad = counts.stale + counts.down + counts.silent;
  const known = counts.up + counts.degraded + bad;
  const all = known + counts.unknown;
  if (all === 0) return 'not_monitored';
  if (known === 0 || known * MILLION < policy.coverageFloor * all) return 'unknown';
  if (bad > 0 && bad * MILLION >= policy.majorAt * known) return 'major_outage';
  if (bad > 0 && bad * MILLION >= policy.partialAt * known) return 'partial_outage';
  const troubled = bad + counts.degraded;
  return troubled > 0 && troubled * MILLION >= policy.degradedAt * known ? 'degraded_performance' : 'operational';
}

export type SeriesState = { instance: number; steps: readonly Step<State>[] };

/** `instances`: the state of each instance at the end of the window. `counts`: instances per state. */
export type RawEvaluation = { steps: Step<Status>[]; counts: Counts; instances: ReadonlyMap<number, State> };

/**
 * Returns the steps of a component's raw status over `window`, from the steps of all its series over the same window.
 * Sweeps the changes in order of time and updates the counts per state as instances change.
 */
export function rawSteps(series: readonly SeriesState[], window: Span, policies: readonly Policy[]): RawEvaluation {
  const views = new Map<number, Map<number, State>>();
  const evaluated = new Map<number, State>();
  const counts = noCounts();
  const changes: { at: Instant; series: number; state: State }[] = [];
  for (const [index, { steps }] of series.entries())
    for (const { at, value } of steps) changes.push({ at, series: index, state: value });
  changes.sort((a, b) => a.at - b.at);
  const steps: Step<Status>[] = [];
  let next = 0;
  for (const part of policySpans(policies, window)) {
    let at = part.from;
    do {
      const touched = new Set<number>();
      for (; next < changes.length && (changes[next] as { at: Instant }).at <= at; next++) {
        const change = changes[next] as { series: number; state: State };
        const instance = (series[change.series] as SeriesState).instance;
        let view = views.get(instance);
        if (!view) views.set(instance, (view = new Map()));
        view.set(change.series, change.state);
        touched.add(instance);
      }
      for (const instance of touched) {
        const before = evaluated.get(instance);
        const after = instanceState((views.get(instance) as Map<number, State>).values());
        if (before) counts[before]--;
        counts[after]++;
        evaluated.set(instance, after);
      }
      pushStep(steps, at, rawStatus(counts, part.policy));
      at = changes[next]?.at ?? part.to;
    } while (at < part.to);
  }
  return { steps, counts, instances: evaluated };
}

/** Returns the counts per region. Instances without a region count under ''. */
export function countsByRegion(
  instances: ReadonlyMap<number, State>,
  regionOf: (instance: number) => string | null,
): Record<string, Counts> {
  const regions: Record<string, Counts> = {};
  for (const [instance, state] of instances) (regions[regionOf(instance) ?? ''] ??= noCounts())[state]++;
  return regions;
}
