import type { Clock } from './clock.ts';
import type { Context } from './context.ts';
import { createLimitedQueue } from './limited-queue.ts';

/** The limits of the queues of a process. */
export const QUEUES = {
  /** One at a time: a second change would take a connection only to wait for the lock with it. */
  incidentChanges: { concurrency: 1, waitingMax: 200, waitMsMax: 15_000 },
  /** Searches read many texts, so that few run at once and leave connections and processor time for pages. */
  search: { concurrency: 2, waitingMax: 20, waitMsMax: 5_000 },
} as const;

/** Creates the queues of a process. */
export function createQueues(clock: Clock): Context['queues'] {
  return {
    incidentChanges: createLimitedQueue(QUEUES.incidentChanges, clock),
    search: createLimitedQueue(QUEUES.search, clock),
  };
}
