import pLimit from 'p-limit';
import type { Clock } from './clock.ts';
import { AppError } from './errors.ts';

/** `concurrency`: running at once; `waitingMax`: waiting besides those; `waitMsMax`: work that waited longer is refused when it would start. */
type Limits = { concurrency: number; waitingMax: number; waitMsMax: number };

export type LimitedQueue = {
  /** Runs work in order of arrival, as soon as the limits allow. Errors: those of the work, and overloaded. */
  run: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Makes a queue of this process, for work that must not hold a connection while it waits. */
export function createLimitedQueue(
  { concurrency, waitingMax, waitMsMax }: Limits,
  clock: Pick<Clock, 'monotonicMs'>,
): LimitedQueue {
  const limit = pLimit(concurrency);
  return {
    run: async (work) => {
      if (limit.pendingCount >= waitingMax) throw overloaded();
      const arrivedAt = clock.monotonicMs();
      return limit(() => {
        if (clock.monotonicMs() - arrivedAt > waitMsMax) throw overloaded();
        return work();
      });
    },
  };
}

function overloaded(): AppError {
  return new AppError('overloaded', 'Too many requests of this kind are waiting. Try again in a few seconds.');
}
