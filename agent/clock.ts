/** The agent's time: the wall clock, and milliseconds that only run forward. */
export type Clock = { now: () => number; monotonicMs: () => number };

export const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
