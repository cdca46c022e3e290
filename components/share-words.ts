import type { PeriodFigures } from '#domain/summary';
import { formatPercent } from '#domain/uptime';
import { en } from '../messages/en.ts';
import { durationWords } from './duration-words.ts';

/** A target without its trailing zeros: "99.9 %". */
export function targetWords(millionths: number): string {
  const words = formatPercent(millionths, 0);
  return words.includes('.') ? words.replace(/\.?0+ %$/, ' %') : words;
}

/** A consumed share, rounded up to three decimals so that it is never understated: "174.732 %". */
export function consumedWords(millionths: number): string {
  return `${(Math.ceil(millionths / 10) / 1_000).toFixed(millionths === 0 ? 0 : 3)} %`;
}

/** The share of the monitored time that was observed; how long that is, where monitoring began within the period. */
export function coverageWords({ coverageMillionths, upMs, downMs, unknownMs, excludedMs, from, to, judgedUpTo }: PeriodFigures): string {
  if (coverageMillionths === null) return en.figures.noData;
  const share = formatPercent(coverageMillionths, unknownMs);
  const monitoredMs = upMs + downMs + unknownMs + excludedMs;
  return monitoredMs < Math.min(to, judgedUpTo) - from ? en.figures.ofMonitored(share, durationWords(monitoredMs, 2)) : share;
}
