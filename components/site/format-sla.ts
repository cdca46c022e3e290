import type { HistoryPeriod } from '#domain/sla/uptime-history';

const WHOLE = 1_000_000;
/** From this share of the error budget on, a running month is at risk. */
const AT_RISK = 750_000;

/** The figures of a component in the month of an incident. */
export type SlaMonth = { slug: string; name: string; targetMillionths: number; month: HistoryPeriod };
/** Best first. */
export const VERDICTS = ['met', 'metSoFar', 'atRisk', 'missed'] as const;
export type SlaVerdict = (typeof VERDICTS)[number];

/** Returns whether a month meets its target; null without enough data. A running month is missed once its whole error budget is spent. */
export function slaVerdict({ met, hasEnoughData, budget, evaluatedUntil, to }: HistoryPeriod): SlaVerdict | null {
  if (met === null || !hasEnoughData) return null;
  if (evaluatedUntil >= to) return met ? 'met' : 'missed';
  const used = budget.consumedMillionths ?? 0;
  if (used > WHOLE) return 'missed';
  return used >= AT_RISK || !met ? 'atRisk' : 'metSoFar';
}
