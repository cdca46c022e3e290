import type { Budget } from '#domain/measurement/uptime';
import type { PeriodFigures } from '#domain/site/summary';
import { en } from '#messages/en/site';

const WHOLE = 1_000_000;

/** Whether the target was kept; a window without a budget of its own only met it or not; of a period still running only what can be said now: missed for good once its whole budget is spent. */
export function formatVerdict(period: PeriodFigures, budget: Budget | null): string {
  if (period.met === null) return en.figures.noData;
  if (!budget) return period.met ? en.figures.met : en.figures.notMet;
  if (period.evaluatedUntil >= period.to) return period.met ? en.figures.periodMet : en.figures.missed;
  if (period.met) return en.figures.metSoFar;
  return (budget.consumedMillionths ?? 0) > WHOLE ? en.figures.missed : en.figures.atRisk;
}
