import { DAY_MS } from '#domain/time/calendar';
import type { Interval, Span } from '#domain/time/interval';
import { subtract } from '#domain/time/interval';
import type { Status } from './status.ts';

export type Totals = { upMs: number; downMs: number; degradedMs: number; unknownMs: number; excludedMs: number };
const MILLION = 1_000_000n;
/** The statuses that count as down. */
export const COUNTED_DEFAULT: readonly Status[] = ['partial_outage', 'major_outage'];
/** A longer window with less data than this shows no figure. */
const ENOUGH_MS = DAY_MS;

/**
 * The one calculator (rule 6): adds up intervals, cut to the window, exclusions cut out first, in whole milliseconds.
 * `intervals` must not overlap; not_monitored is in no figure.
 */
export function totals(
  intervals: readonly Interval<Status>[],
  window: Span,
  exclusions: readonly Span[] = [],
  counted: readonly Status[] = COUNTED_DEFAULT,
): Totals {
  const sum: Totals = { upMs: 0, downMs: 0, degradedMs: 0, unknownMs: 0, excludedMs: 0 };
  for (const interval of intervals) {
    const span = { from: Math.max(interval.from, window.from), to: Math.min(interval.to, window.to) };
    if (span.to <= span.from || interval.status === 'not_monitored') continue;
    const ms = subtract([span], exclusions).reduce((total, s) => total + s.to - s.from, 0);
    sum.excludedMs += span.to - span.from - ms;
    if (interval.status === 'unknown') sum.unknownMs += ms;
    else if (counted.includes(interval.status)) sum.downMs += ms;
    else {
      sum.upMs += ms;
      if (interval.status !== 'operational') sum.degradedMs += ms;
    }
  }
  return sum;
}

/** part / whole in millionths, floored; null where whole is 0. */
function millionths(part: number, whole: number): number | null {
  return whole === 0 ? null : Number((BigInt(part) * MILLION) / BigInt(whole));
}

export type Figures = {
  uptimeMillionths: number | null;
  lowestMillionths: number | null;
  highestMillionths: number | null;
  coverageMillionths: number | null;
  met: boolean | null;
};

/** Ratios of rule 6, floored to millionths; kept ⇔ down · 10⁶ ≤ (up + down) · (10⁶ − target), in integers. */
export function figures(sum: Totals, targetMillionths: number): Figures {
  const observed = sum.upMs + sum.downMs;
  const all = observed + sum.unknownMs;
  return {
    uptimeMillionths: millionths(sum.upMs, observed),
    lowestMillionths: millionths(sum.upMs, all),
    highestMillionths: millionths(sum.upMs + sum.unknownMs, all),
    coverageMillionths: millionths(observed, all),
    met:
      observed === 0 ? null : BigInt(sum.downMs) * MILLION <= BigInt(observed) * (MILLION - BigInt(targetMillionths)),
  };
}

/**
 * Returns whether a window holds enough data to show a figure or a verdict: a day of it, or of a window of at most a day the share `coverageFloor` (millionths);
 * and that share of what was monitored. JSON has the integers in any case.
 */
export function hasEnoughData(sum: Totals, window: Span, coverageFloor: number): boolean {
  const observed = BigInt(sum.upMs + sum.downMs) * MILLION;
  const floorOf = (ms: number) => BigInt(ms) * BigInt(coverageFloor);
  const windowMs = window.to - window.from - sum.excludedMs;
  const needed = windowMs > ENOUGH_MS ? BigInt(ENOUGH_MS) * MILLION : floorOf(windowMs);
  return observed > 0n && observed >= needed && observed >= floorOf(sum.upMs + sum.downMs + sum.unknownMs);
}

export type Budget = { budgetMs: number; consumedMs: number; consumedMillionths: number | null };

/** Error budget of a whole period less exclusions; the share consumed rounds up (rule 6). */
export function budget(sum: Totals, period: Span, targetMillionths: number): Budget {
  const share = BigInt(period.to - period.from - sum.excludedMs) * (MILLION - BigInt(targetMillionths));
  const consumed = BigInt(sum.downMs) * MILLION * MILLION;
  return {
    budgetMs: Number(share / MILLION),
    consumedMs: sum.downMs,
    consumedMillionths: share === 0n ? null : Number((consumed + share - 1n) / share),
  };
}

/** Millionths as a percentage with three decimals, floored; 100 % only where nothing was down. */
export function formatPercent(share: number, downMs: number): string {
  const thousandths = Math.floor(share / 10);
  if (thousandths >= 100_000) return downMs === 0 ? '100 %' : '99.999 %';
  return `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')} %`;
}
