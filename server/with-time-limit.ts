/**
 * Runs `work` with a signal that aborts after `ms`. Unlike that of AbortSignal.timeout, the timer ends with the work, so that many short requests leave no
 * timers behind.
 */
export async function withTimeLimit<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ms);
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves as `work`, or to `otherwise()` if it takes longer than `ms`. The work continues. */
export async function withinLimit<T>(work: Promise<T>, ms: number, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
