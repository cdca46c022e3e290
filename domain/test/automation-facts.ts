import type { AutomationFacts, Outage } from '#domain/automation/outages';

export const RECOVER_MS = 60_000;
export const CONFIRM_MS = 30_000;
export const MINUTE = 60_000;

/** Returns the facts that the evaluation has at `t`: the outages that are confirmed by then, cut at `t`. */
export function factsAt(
  t: number,
  outages: readonly Outage[],
  components: readonly number[] = [1, 2],
): AutomationFacts {
  const known = outages.filter((one) => one.from + CONFIRM_MS <= t).map((one) => ({ ...one, to: Math.min(one.to, t) }));
  return {
    evaluatedUntil: t,
    since: 0,
    outages: known,
    components: components.map((componentId) => {
      const own = known.filter((one) => one.componentId === componentId);
      const end = Math.max(0, ...own.map((one) => one.to));
      return {
        componentId,
        cleanSince: end < t && t - end >= RECOVER_MS ? end : null,
        recoverForMs: RECOVER_MS,
        isBeingReEvaluated: false,
      };
    }),
  };
}

export const minutes = (from: number, to: number, componentId = 1, level: 2 | 3 = 2): Outage => ({
  componentId,
  from: from * MINUTE,
  to: to * MINUTE,
  level,
});
