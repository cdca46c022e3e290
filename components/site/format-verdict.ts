import type { Budget } from '#domain/measurement/uptime';
import type { PeriodFigures } from '#domain/site/summary';
import { en } from '#messages/en/site';

const WHOLE = 1_000_000;

/**
 * Formats whether a period met its target. A window without its own error budget is met or missed. A running period is missed only once its whole
 * error budget is spent.
 */
export function formatVerdict(period: PeriodFigures, budget: Budget | null): string {
  if (period.met === null) return en.figures.noData;
  if (!budget) return period.met ? en.figures.met : en.figures.notMet;
  if (period.evaluatedUntil >= period.to) return period.met ? en.figures.periodMet : en.figures.missed;
  if (period.met) return en.figures.metSoFar;
  return (budget.consumedMillionths ?? 0) > WHOLE ? en.figures.missed : en.figures.atRisk;
}
