/** The agent's time: the wall clock, monotonic milliseconds and timers. Tests set all of them by hand. */
export type Clock = {
  now: () => number;
  monotonicMs: () => number;
  /** Calls `run` after `ms`. The returned function cancels it. */
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

/** Resolves after `ms` or when `signal` is aborted. */
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

/** Resolves to the result of `work`, or to null if it takes longer than `ms`. */
export async function within<T>(clock: Pick<Clock, 'after'>, ms: number, work: Promise<T>): Promise<T | null> {
  const settled = new AbortController();
  const late = wait(clock, ms, settled.signal).then(() => null);
  return Promise.race([work, late]).finally(() => settled.abort());
}
