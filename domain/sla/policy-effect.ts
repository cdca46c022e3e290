import type { Instant } from '#domain/time/interval';
import type { HistoryPeriod } from './uptime-history.ts';

/** A month by the current policy versions (`asIs`), and with a further version (`asIf`). */
export type MonthEffect = { asIs: HistoryPeriod; asIf: HistoryPeriod };

/**
 * The effect of a further policy version on the months (UTC) that it touches, newest first. `from`: the time from which the preview re-evaluates.
 * `isSupposed`: the version takes effect in the future, and the figures assume that it had applied since `from`. `cutBy`: why `from` is later than it
 * should be: older probes are not stored any more, or there are more than a preview evaluates.
 */
export type PolicyEffect = {
  months: MonthEffect[];
  from: Instant;
  isSupposed: boolean;
  cutBy: 'storage' | 'limit' | null;
};

/** Returns whether a month has the same figures either way. */
export function isSameMonth({ asIs, asIf }: MonthEffect): boolean {
  return (
    asIs.downMs === asIf.downMs &&
    asIs.upMs === asIf.upMs &&
    asIs.unknownMs === asIf.unknownMs &&
    asIs.degradedMs === asIf.degradedMs
  );
}
