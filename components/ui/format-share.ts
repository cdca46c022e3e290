import type { Budget } from '#domain/measurement/uptime';
import { formatPercent } from '#domain/measurement/uptime';
import type { PeriodFigures } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { formatDuration } from './format-duration.ts';

/** Formats a target without trailing zeros, like "99.9 %". */
export function formatTarget(millionths: number): string {
  const text = formatPercent(millionths, 0);
  return text.includes('.') ? text.replace(/\.?0+ %$/, ' %') : text;
}

/** Formats a consumed share like "174.732 %", rounded up to three decimals so that it is never understated. */
export function formatConsumed(millionths: number): string {
  return `${(Math.ceil(millionths / 10) / 1_000).toFixed(millionths === 0 ? 0 : 3)} %`;
}

/** Formats a consumed share like "22.4 %", rounded up, without decimals from 100 % on. */
export function formatConsumedBrief(millionths: number): string {
  const isWhole = millionths >= 1_000_000;
  return `${(isWhole ? Math.ceil(millionths / 10_000) : Math.ceil(millionths / 1_000) / 10).toString()}\u00a0%`;
}

type Uptime = Pick<PeriodFigures, 'uptimeMillionths' | 'downMs' | 'hasEnoughData'>;

/** Formats an uptime like "99.986 %", or the reason why there is none. */
export function formatUptime({ uptimeMillionths, downMs, hasEnoughData }: Uptime): string {
  if (uptimeMillionths === null) return en.figures.noData;
  return hasEnoughData ? formatPercent(uptimeMillionths, downMs) : en.figures.notEnough;
}

/** Formats the uptime coverage of a period. */
export function formatObserved({ coverageMillionths, unknownMs }: PeriodFigures): string {
  return coverageMillionths === null ? en.figures.noData : formatPercent(coverageMillionths, unknownMs);
}

/** Formats the monitored time if monitoring began within the period; returns null otherwise. */
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

/** Formats the consumed error budget like "156.811 % of 44 min 38 s", or "none" without a budget. */
export function formatBudget({ consumedMillionths, budgetMs }: Budget): string {
  return consumedMillionths === null
    ? en.figures.none
    : en.figures.budgetOf(formatConsumed(consumedMillionths), formatDuration(budgetMs, 2));
}
