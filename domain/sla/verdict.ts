import type { Budget, Figures } from '#domain/measurement/uptime';
import type { Instant } from '#domain/time/interval';

/** Whether a period met its target. A running period is met so far, at risk or missed. */
export type Verdict = 'met' | 'met_so_far' | 'at_risk' | 'missed';
type Period = Pick<Figures, 'met'> & { to: Instant; evaluatedUntil: Instant };

const WHOLE = 1_000_000;
/** The consumed share of the error budget, in millionths, from which a target is at risk. */
const AT_RISK_FROM = 750_000;

/**
 * Returns whether a period met its target, or null without data. A running period is missed only once its whole error budget is consumed. A window without an
 * error budget of its own, such as the last 90 days, is met or missed.
 */
export function verdictOf({ met, to, evaluatedUntil }: Period, budget: Budget | null): Verdict | null {
  if (met === null) return null;
  if (budget === null || evaluatedUntil >= to) return met ? 'met' : 'missed';
  const consumed = budget.consumedMillionths ?? (met ? 0 : WHOLE + 1);
  if (consumed > WHOLE) return 'missed';
  return met && consumed < AT_RISK_FROM ? 'met_so_far' : 'at_risk';
}
