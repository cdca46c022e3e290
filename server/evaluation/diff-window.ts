import type { State } from '#domain/measurement/probe';
import type { CurrentState } from '#domain/measurement/shown-state';
import type { Status } from '#domain/measurement/status';
import { type Instant, type Step, valueAt } from '#domain/time/interval';
import type { StateChange } from '#server/evaluation/sql/state-runs';
import type { StoredInterval } from '#server/evaluation/sql/status-intervals';
import type { ComputedSeries } from './compute-series.ts';
import type { ComputedStatus } from './compute-status.ts';
import type { Computed } from './compute-window.ts';
import { stepBefore } from './evidence.ts';
import type { Loaded } from './load-window.ts';
import type { Window } from './window.ts';

/** `rawSteps` null: raw status of the window is as stored. */
export type StatusChange = {
  componentId: number;
  rawSteps: readonly Step<Status>[] | null;
  heldAfter: Step<Status> | null;
  removed: readonly StoredInterval[];
  added: readonly StoredInterval[];
  current: CurrentState | null;
  latestObservedAt: Instant | null;
};

/** What differs from what is stored, and so must be written. */
export type Changes = { window: Window; states: readonly StateChange[]; components: readonly StatusChange[] };

/** Compares what was computed with what was loaded. */
export function diffWindow({ window, evidence, status }: Loaded, computed: Computed): Changes {
  return {
    window,
    states: computed.series
      .filter(({ series, storable }) => !isSame(storable, within(evidence.states.get(series.id) ?? [], window)))
      .map(({ series, storable }) => ({ seriesId: series.id, steps: storable })),
    components: computed.components.map((one) => diffStatus(one, status.get(one.component.id), window)),
  };
}

function diffStatus(
  computed: ComputedStatus,
  stored: ReturnType<Loaded['status']['get']>,
  window: Window,
): StatusChange {
  const { component, rawSteps, heldAfter, intervals, current, latestObservedAt } = computed;
  const old = stored?.intervals ?? [];
  return {
    componentId: component.id,
    rawSteps: isSame(rawSteps, within(stored?.steps ?? [], window)) ? null : rawSteps,
    heldAfter,
    removed: old.filter((interval) => !isIn(intervals, interval)),
    added: intervals.filter((interval) => !isIn(old, interval)),
    current,
    latestObservedAt,
  };
}

function within<T>(steps: readonly Step<T>[], { from, to }: Window): readonly Step<T>[] {
  return steps.filter(({ at }) => at >= from && at <= to);
}

function isSame<T>(a: readonly Step<T>[], b: readonly Step<T>[]): boolean {
  return a.length === b.length && a.every((step, i) => step.at === b[i]?.at && step.value === b[i]?.value);
}

function isIn(list: readonly StoredInterval[], wanted: StoredInterval): boolean {
  return list.some((one) => one.from === wanted.from && one.to === wanted.to && one.status === wanted.status);
}

/**
 * Of the series that left the windows before in another state than was stored: the step that was stored there.
 * It counts until a stored step replaces it.
 */
export type CarriedSteps = ReadonlyMap<number, Step<State> | null>;

/**
 * Compares the state in which each series leaves the window with the stored one, and returns the series that differ.
 * None differ: what is stored after the window still follows from it.
 */
export function carrySteps({ window, evidence }: Loaded, { series }: Computed, carried: CarriedSteps): CarriedSteps {
  const next = new Map<number, Step<State> | null>();
  for (const one of series) {
    const { id } = one.series;
    const stored = evidence.states.get(id) ?? [];
    const inForce = stepBefore(stored, window.from);
    const storedEnd = within(stored, window).at(-1) ?? (carried.has(id) ? carried.get(id) : inForce) ?? null;
    if (!endsAs(one, inForce, storedEnd, window.to)) next.set(id, storedEnd);
  }
  return next;
}

function endsAs(
  { steps, storable, isHeartbeat }: ComputedSeries,
  inForce: Step<State> | null,
  stored: Step<State> | null,
  to: Instant,
): boolean {
  const lastPing = storable.at(-1) ?? inForce; // the silence of a heartbeat counts from it
  return (
    valueAt<State | null>(steps, to, null) === (stored?.value ?? null) && (!isHeartbeat || lastPing?.at === stored?.at)
  );
}
