import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep, valueAt } from '#domain/time/interval';
import type { State } from './probe.ts';

/** States that say only that nothing was seen: a reading that comes to light later may fill them. */
function isBlank(state: State | null): boolean {
  return state === null || state === 'unknown' || state === 'silent';
}

type Evaluated = {
  /** What the readings that are stored now give, over the window. */
  fresh: readonly Step<State>[];
  /** What was evaluated when more was stored: the state in force before the window, and the steps in it. */
  before: State | null;
  recorded: readonly Step<State>[];
  window: Span;
  /** Days whose readings were dropped. */
  dropped: readonly Span[];
  /** How long after a dropped day its readings would still matter. */
  reachMs: number;
};

/**
 * The steps of a series over a window that touches dropped days. There the record is all that is left of what was seen: readings that come
 * later fill what was blank and change nothing else. Just after such a day, what they give holds where it rests on readings.
 */
export function withRecorded({ fresh, before, recorded, window, dropped, reachMs }: Evaluated): Step<State>[] {
  const cuts = new Set<Instant>([window.from, ...[...fresh, ...recorded].map((step) => step.at)]);
  for (const { from, to } of dropped)
    cuts
      .add(from)
      .add(to)
      .add(to + reachMs);
  const steps: Step<State>[] = [];
  for (const at of [...cuts].filter((t) => t >= window.from && t < window.to).sort((a, b) => a - b)) {
    const was = valueAt<State | null>(recorded, at, before);
    const is = valueAt<State | null>(fresh, at, null);
    const isDropped = dropped.some((day) => day.from <= at && at < day.to);
    const isNear = isDropped || dropped.some((day) => day.to <= at && at < day.to + reachMs);
    const state = isDropped && !isBlank(was) ? was : isNear && isBlank(is) ? was : is;
    if (state !== null) pushStep(steps, at, state);
  }
  return steps;
}
