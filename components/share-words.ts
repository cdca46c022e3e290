import { formatPercent } from '#domain/uptime';

/** A target without its trailing zeros: "99.9 %". */
export function targetWords(millionths: number): string {
  const words = formatPercent(millionths, 0);
  return words.includes('.') ? words.replace(/\.?0+ %$/, ' %') : words;
}

/** A consumed share, rounded up to three decimals so that it is never understated: "174.732 %". */
export function consumedWords(millionths: number): string {
  return `${(Math.ceil(millionths / 10) / 1_000).toFixed(millionths === 0 ? 0 : 3)} %`;
}
