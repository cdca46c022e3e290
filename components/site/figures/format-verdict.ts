import type { Budget } from '#domain/measurement/uptime';
import type { PeriodFigures } from '#domain/site/summary';
import { verdictOf } from '#domain/sla/verdict';
import { en } from '#messages/en/site';

/** Formats whether a period met its target. A window without its own error budget is met or not. */
export function formatVerdict(period: PeriodFigures, budget: Budget | null): string {
  const verdict = verdictOf(period, budget);
  if (verdict === null) return en.figures.noData;
  return budget === null ? en.figures.ofWindow[verdict === 'met' ? 'met' : 'missed'] : en.sla.verdict[verdict];
}
