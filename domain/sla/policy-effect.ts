import type { Instant } from '#domain/time/interval';
import type { HistoryPeriod } from './uptime-history.ts';

/** A month by the rules as they are, and by those with a further version. */
export type MonthEffect = { asIs: HistoryPeriod; asIf: HistoryPeriod };

/**
 * What a further version of the rules would do to the months (UTC) that it touches, newest first. `from`: what was evaluated since then is evaluated anew,
 * what came before is as it is. `isSupposed`: the version applies only to what comes, and the figures suppose that it had applied from `from` on.
 * `cutBy`: why `from` lies later than it should: older readings are not stored any more, or there are more than a preview evaluates.
 */
export type PolicyEffect = {
  months: MonthEffect[];
  from: Instant;
  isSupposed: boolean;
  cutBy: 'storage' | 'limit' | null;
};

/** Whether a month is the same by either rules. */
export function isSameMonth({ asIs, asIf }: MonthEffect): boolean {
  return (
    asIs.downMs === asIf.downMs &&
    asIs.upMs === asIf.upMs &&
    asIs.unknownMs === asIf.unknownMs &&
    asIs.degradedMs === asIf.degradedMs
  );
}
