type Limits = { firstMs: number; maxMs: number; stableMs: number };

/**
 * Returns a function that gives the pause before each restart of a process, in ms, from how long the process ran. The pause doubles up to `maxMs` while the
 * process ends within `stableMs` of its start.
 */
export function createRestartPause({ firstMs, maxMs, stableMs }: Limits): (ranMs: number) => number {
  let nextMs = firstMs;
  return (ranMs) => {
    const pauseMs = ranMs > stableMs ? firstMs : nextMs;
    nextMs = Math.min(pauseMs * 2, maxMs);
    return pauseMs;
  };
}
