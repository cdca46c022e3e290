/**
 * Wraps a task so that it runs at most once at a time. A call while it runs returns at once and makes it run once more, so that calls in a row occupy one slot
 * and miss nothing.
 */
export function coalesce(task: () => Promise<unknown>): () => Promise<void> {
  let isRunning = false;
  let isAsked = false;
  return async () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAsked) {
        isAsked = false;
        await task();
      }
    } finally {
      isRunning = false;
    }
  };
}
