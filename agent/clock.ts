/** The agent's time: the wall clock, milliseconds that only run forward, and timers; a test sets all of them by hand. */
export type Clock = {
  now: () => number;
  monotonicMs: () => number;
  /** Calls `run` after `ms`; the returned function cancels that. */
  after: (ms: number, run: () => void) => () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function wait(clock: Pick<Clock, 'after'>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}

/** Resolves to the result of `work`, or to null if that takes longer than `ms`. */
export async function within<T>(clock: Pick<Clock, 'after'>, ms: number, work: Promise<T>): Promise<T | null> {
  const settled = new AbortController();
  const late = wait(clock, ms, settled.signal).then(() => null);
  return Promise.race([work, late]).finally(() => settled.abort());
}
