import type { Attempt } from '#domain/delivery/attempt';
import type { Log } from '#server/log';

/** Tries a delivery. Counts an internal error as a failed attempt, so that the delivery is retried and eventually given up. */
export async function tryOnce(log: Log, id: string, send: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await send();
  } catch (error) {
    log.error({ message: (error as Error).message, delivery: id }, 'a delivery failed');
    return { outcome: 'failed', isFinal: false, answer: null, retryAfterMs: null };
  }
}
