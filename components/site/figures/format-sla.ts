import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { type Verdict, verdictOf } from '#domain/sla/verdict';

/** The figures of a component in the month of an incident. */
export type SlaMonth = { slug: string; name: string; targetMillionths: number; month: HistoryPeriod };
/** Best first. */
export const VERDICTS: readonly Verdict[] = ['met', 'met_so_far', 'at_risk', 'missed'];

/** Returns whether a month meets its target; null without enough data. */
export function slaVerdict(month: HistoryPeriod): Verdict | null {
  return month.hasEnoughData ? verdictOf(month, month.budget) : null;
}
