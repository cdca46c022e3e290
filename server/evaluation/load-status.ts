import type pg from 'pg';
import { contextStart, settledFrom } from '#domain/measurement/effective-status';
import type { Status } from '#domain/measurement/status';
import { type Instant, type Step, valueAt } from '#domain/time/interval';
import type { WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { rawStepsFrom } from '#server/evaluation/sql/raw-status';
import { intervalsWithin, type StoredInterval } from '#server/evaluation/sql/status-intervals';
import type { Window } from './window.ts';

/**
 * The stored status of one component around a window, with all that rule 5 can need.
 * `steps`: raw status, ascending, from a stretch of recoverFor without trouble before the window, or from the start of the record, to one after it.
 * `intervals`: effective status, the intervals that overlap those steps.
 */
export type StatusRecord = { steps: readonly Step<Status>[]; intervals: readonly StoredInterval[] };
export type StatusRecords = ReadonlyMap<number, StatusRecord>;

/** Loads the stored status of components around a window. `readFrom`: an instant at or before its start from which all steps are loaded. */
export async function loadStatus(
  client: pg.ClientBase,
  components: readonly WorldComponent[],
  readFrom: Instant,
  window: Window,
): Promise<StatusRecords> {
  const steps = new Map<number, Step<Status>[]>();
  for (const component of components) {
    const older = await loadContext(client, component, readFrom);
    const isEnough = (newer: readonly Step<Status>[]) => settledAfter(component, [...older, ...newer], window) !== null;
    const newer = await rawStepsFrom(client, component.id, readFrom - 1, 'newer', isEnough);
    steps.set(component.id, [...older, ...newer]);
  }
  return withIntervals(client, components, steps, window);
}

/** Loads the raw steps before `t`, ascending, from the last stretch of recoverFor without trouble on: older steps cannot matter after `t`. */
export async function loadContext(
  client: pg.ClientBase,
  component: WorldComponent,
  t: Instant,
): Promise<Step<Status>[]> {
  const startOf = (newestFirst: readonly Step<Status>[]) => contextStart(newestFirst, t, component.policies);
  const newestFirst = await rawStepsFrom(client, component.id, t, 'older', (steps) => startOf(steps) !== null);
  const start = startOf(newestFirst);
  return newestFirst.filter((step) => start === null || step.at >= start).reverse();
}

/** Adds to raw steps, in one statement, the intervals that they can change. */
export async function withIntervals(
  client: pg.ClientBase,
  components: readonly WorldComponent[],
  steps: ReadonlyMap<number, readonly Step<Status>[]>,
  window: Window,
): Promise<StatusRecords> {
  const stepsOf = ({ id }: WorldComponent) => steps.get(id) ?? [];
  const spans = components.map((component) => ({
    componentId: component.id,
    from: Math.min(stepsOf(component)[0]?.at ?? window.from, window.from),
    to: settledAfter(component, stepsOf(component), window),
  }));
  const intervals = await intervalsWithin(client, spans);
  return new Map(
    components.map((component) => [
      component.id,
      { steps: stepsOf(component), intervals: intervals.get(component.id) ?? [] },
    ]),
  );
}

/**
 * Returns the instant after the window from which nothing in it can matter, or null where that is the end of the record.
 * The pass may change the status at the end of the window. It then adds a step just after it, which this takes for given: so the instant that
 * compute finds is never later, and no second load is needed.
 */
function settledAfter(component: WorldComponent, steps: readonly Step<Status>[], window: Window): Instant | null {
  if (window.isAtEnd) return null;
  const next = window.to + 1;
  const later = steps.filter((step) => step.at > next);
  const settled = settledFrom(
    [{ at: next, value: valueAt<Status>(steps, next, 'not_monitored') }, ...later],
    window.to,
    component.policies,
  );
  return settled !== null && settled < window.evaluatedUntil ? settled : null;
}
