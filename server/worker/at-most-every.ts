import type { Clock } from '#server/clock';

/** Wraps work so that it runs at most once per interval. A failure does not count. */
export function atMostEvery(
  clock: Pick<Clock, 'monotonicMs'>,
  intervalMs: number,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let doneAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock.monotonicMs() - doneAtMs < intervalMs) return;
    await work();
    doneAtMs = clock.monotonicMs();
  };
}
