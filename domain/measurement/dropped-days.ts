import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep, valueAt } from '#domain/time/interval';
import type { State } from './probe.ts';

/** States without data. Probes that arrive later may fill them. */
function isBlank(state: State | null): boolean {
  return state === null || state === 'unknown' || state === 'silent';
}

type Evaluated = {
  /** The steps that follow from the probes stored now, over the window. */
  fresh: readonly Step<State>[];
  /** Evaluated while more probes were stored: the state in force before the window, and the steps in it. */
  before: State | null;
  recorded: readonly Step<State>[];
  window: Span;
  /** Days whose probes were dropped. */
  dropped: readonly Span[];
  /** How long after a dropped day its probes would still matter. */
  reachMs: number;
};

/**
 * Returns the steps of a series over a window that touches dropped days. On such a day only the recorded steps are left, so probes that arrive later
 * fill blank states and change nothing else. Just after such a day, the fresh states count unless they are blank for lack of the dropped probes.
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
