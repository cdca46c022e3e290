import type { CurrentState } from '#domain/measurement/shown-state';
import type { Instant } from '#domain/time/interval';

type CurrentStates = ReadonlyMap<number, Pick<CurrentState, 'evaluatedUntil'>>;

function instantsOf(states: CurrentStates): Instant[] {
  return [...states.values()].map(({ evaluatedUntil }) => evaluatedUntil);
}

/** Returns the instant up to which all components are evaluated, or null before the first evaluation. */
export function evaluatedUntilOf(states: CurrentStates): Instant | null {
  return states.size === 0 ? null : Math.min(...instantsOf(states));
}

/** Returns the instant that evaluation has reached, or null before the first evaluation. Components with held sources are behind it. */
export function reachedByEvaluation(states: CurrentStates): Instant | null {
  return states.size === 0 ? null : Math.max(...instantsOf(states));
}
