import { durationWords } from '#components/ui/format-duration.ts';
import type { Budget } from '#domain/measurement/uptime';
import { formatPercent } from '#domain/measurement/uptime';
import type { PeriodFigures } from '#domain/site/summary';
import { en } from '#messages/en/site';

/** A target without its trailing zeros: "99.9 %". */
export function targetWords(millionths: number): string {
  const words = formatPercent(millionths, 0);
  return words.includes('.') ? words.replace(/\.?0+ %$/, ' %') : words;
}

/** A consumed share, rounded up to three decimals so that it is never understated: "174.732 %". */
export function consumedWords(millionths: number): string {
  return `${(Math.ceil(millionths / 10) / 1_000).toFixed(millionths === 0 ? 0 : 3)} %`;
}

type Uptime = Pick<PeriodFigures, 'uptimeMillionths' | 'downMs' | 'hasEnoughData'>;

/** "99.986 %", or why no figure is shown. */
export function uptimeWords({ uptimeMillionths, downMs, hasEnoughData }: Uptime): string {
  if (uptimeMillionths === null) return en.figures.noData;
  return hasEnoughData ? formatPercent(uptimeMillionths, downMs) : en.figures.notEnough;
}

/** The share of the monitored time that was observed; how long that is, where monitoring began within the period. */
export function coverageWords(period: PeriodFigures): string {
  const monitored = monitoredWords(period);
  return monitored === null ? observedWords(period) : en.figures.ofMonitored(observedWords(period), monitored);
}

/** The share of the monitored time that was observed. */
export function observedWords({ coverageMillionths, unknownMs }: PeriodFigures): string {
  return coverageMillionths === null ? en.figures.noData : formatPercent(coverageMillionths, unknownMs);
}

/** How long was monitored, where monitoring began within the period; else null. */
export function monitoredWords({
  coverageMillionths,
  upMs,
  downMs,
  unknownMs,
  excludedMs,
  from,
  to,
  judgedUpTo,
}: PeriodFigures): string | null {
  const monitoredMs = upMs + downMs + unknownMs + excludedMs;
  return coverageMillionths !== null && monitoredMs < Math.min(to, judgedUpTo) - from
    ? durationWords(monitoredMs, 2)
    : null;
}

/** "156.811 % of 44 min 38 s", or none where there is no budget. */
export function budgetWords({ consumedMillionths, budgetMs }: Budget): string {
  return consumedMillionths === null
    ? en.figures.none
    : en.figures.budgetOf(consumedWords(consumedMillionths), durationWords(budgetMs, 2));
}
