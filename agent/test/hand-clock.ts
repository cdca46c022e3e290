import type { Clock } from '../clock.ts';

type Timer = { at: number; run: () => void };
type HandClock = Clock & { advance: (ms: number) => void; timers: () => number };

/** Creates a clock that only moves when it is advanced. Timers then run in the order in which they are due, each at its own time. */
export function createHandClock(startAt: number): HandClock {
  let now = startAt;
  const timers = new Set<Timer>();
  const nextBy = (end: number) => [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    monotonicMs: () => now - startAt,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    timers: () => timers.size,
    advance(ms) {
      const end = now + ms;
      for (let next = nextBy(end); next; next = nextBy(end)) {
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}
