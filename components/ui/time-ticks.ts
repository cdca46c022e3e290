import type { Instant } from '#domain/time/interval';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TICKS_MAX = 8;
/** Steps that end at full hours or days in UTC. */
const STEPS_MS = [HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 5 * DAY_MS, 10 * DAY_MS];
/** Labels closer to an end than this share would reach over it. */
const END_SHARE = 0.04;

export type TimeTick = { at: Instant; share: number; anchor: 'start' | 'middle' | 'end' };

/** Returns full hours, or full days, evenly spaced over a span. `share`: their place in it. */
export function timeTicks(from: Instant, to: Instant, hasDays: boolean): TimeTick[] {
  const step = STEPS_MS.find((ms) => (!hasDays || ms >= DAY_MS) && (to - from) / ms <= TICKS_MAX) ?? to - from;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => {
    const at = first + i * step;
    const share = (at - from) / (to - from);
    return { at, share, anchor: share < END_SHARE ? 'start' : share > 1 - END_SHARE ? 'end' : 'middle' };
  });
}
