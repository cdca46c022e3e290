import { formatDuration } from '#components/ui/format-duration.ts';
import type { Budget } from '#domain/measurement/uptime';
import { formatPercent } from '#domain/measurement/uptime';
import type { PeriodFigures } from '#domain/site/summary';
import { en } from '#messages/en/site';

/** A target without its trailing zeros: "99.9 %". */
export function formatTarget(millionths: number): string {
  const words = formatPercent(millionths, 0);
  return words.includes('.') ? words.replace(/\.?0+ %$/, ' %') : words;
}

/** A consumed share, rounded up to three decimals so that it is never understated: "174.732 %". */
export function formatConsumed(millionths: number): string {
  return `${(Math.ceil(millionths / 10) / 1_000).toFixed(millionths === 0 ? 0 : 3)} %`;
}

type Uptime = Pick<PeriodFigures, 'uptimeMillionths' | 'downMs' | 'hasEnoughData'>;

/** "99.986 %", or why no figure is shown. */
export function formatUptime({ uptimeMillionths, downMs, hasEnoughData }: Uptime): string {
  if (uptimeMillionths === null) return en.figures.noData;
  return hasEnoughData ? formatPercent(uptimeMillionths, downMs) : en.figures.notEnough;
}

/** The share of the monitored time that was observed; how long that is, where monitoring began within the period. */
export function formatCoverage(period: PeriodFigures): string {
  const monitored = formatMonitored(period);
  return monitored === null ? formatObserved(period) : en.figures.ofMonitored(formatObserved(period), monitored);
}

/** The share of the monitored time that was observed. */
export function formatObserved({ coverageMillionths, unknownMs }: PeriodFigures): string {
  return coverageMillionths === null ? en.figures.noData : formatPercent(coverageMillionths, unknownMs);
}

/** How long was monitored, where monitoring began within the period; else null. */
export function formatMonitored({
  coverageMillionths,
  upMs,
  downMs,
  unknownMs,
  excludedMs,
  from,
  to,
  evaluatedUntil,
}: PeriodFigures): string | null {
  const monitoredMs = upMs + downMs + unknownMs + excludedMs;
  return coverageMillionths !== null && monitoredMs < Math.min(to, evaluatedUntil) - from
    ? formatDuration(monitoredMs, 2)
    : null;
}

/** "156.811 % of 44 min 38 s", or none where there is no budget. */
export function formatBudget({ consumedMillionths, budgetMs }: Budget): string {
  return consumedMillionths === null
    ? en.figures.none
    : en.figures.budgetOf(formatConsumed(consumedMillionths), formatDuration(budgetMs, 2));
}
