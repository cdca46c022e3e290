import { DAY_MS } from '#domain/time/calendar';
import type { Interval, Span } from '#domain/time/interval';
import { subtract } from '#domain/time/interval';
import type { Status } from './status.ts';

export type Totals = { upMs: number; downMs: number; degradedMs: number; unknownMs: number; excludedMs: number };
const MILLION = 1_000_000n;
/** The statuses that count as downtime. */
export const COUNTED_DEFAULT: readonly Status[] = ['partial_outage', 'major_outage'];
/** A window longer than this needs at least this much data to show a figure. */
const ENOUGH_MS = DAY_MS;

/**
 * Adds up intervals within the window in whole milliseconds (rule 6). Exclusions are cut out first. This is the only calculator.
 * `intervals` must not overlap. Time that is not monitored counts nowhere.
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

/** Returns part / whole in millionths, floored, or null if whole is 0. */
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

/** Returns the ratios of rule 6, floored to millionths. met ⇔ down · 10⁶ ≤ (up + down) · (10⁶ − target), in integers. */
export function figures(sum: Totals, targetMillionths: number): Figures {
  const known = sum.upMs + sum.downMs;
  const all = known + sum.unknownMs;
  return {
    uptimeMillionths: millionths(sum.upMs, known),
    lowestMillionths: millionths(sum.upMs, all),
    highestMillionths: millionths(sum.upMs + sum.unknownMs, all),
    coverageMillionths: millionths(known, all),
    met: known === 0 ? null : BigInt(sum.downMs) * MILLION <= BigInt(known) * (MILLION - BigInt(targetMillionths)),
  };
}

/**
 * Returns whether a window has enough data to show a figure or a verdict. It needs a day of data, or `coverageFloor` (millionths) of a window of at most a
 * day. It also needs that share of the monitored time. JSON contains the integers in any case.
 */
export function hasEnoughData(sum: Totals, window: Span, coverageFloor: number): boolean {
  const known = BigInt(sum.upMs + sum.downMs) * MILLION;
  const floorOf = (ms: number) => BigInt(ms) * BigInt(coverageFloor);
  const windowMs = window.to - window.from - sum.excludedMs;
  const needed = windowMs > ENOUGH_MS ? BigInt(ENOUGH_MS) * MILLION : floorOf(windowMs);
  return known > 0n && known >= needed && known >= floorOf(sum.upMs + sum.downMs + sum.unknownMs);
}

export type Budget = { budgetMs: number; consumedMs: number; consumedMillionths: number | null };

/** Returns the error budget of a whole period less exclusions. The consumed share is rounded up (rule 6). */
export function budget(sum: Totals, period: Span, targetMillionths: number): Budget {
  const share = BigInt(period.to - period.from - sum.excludedMs) * (MILLION - BigInt(targetMillionths));
  const consumed = BigInt(sum.downMs) * MILLION * MILLION;
  return {
    budgetMs: Number(share / MILLION),
    consumedMs: sum.downMs,
    consumedMillionths: share === 0n ? null : Number((consumed + share - 1n) / share),
  };
}

/** Formats millionths as a percentage with three decimals, floored. 100 % only without any downtime. */
export function formatPercent(share: number, downMs: number): string {
  const thousandths = Math.floor(share / 10);
  if (thousandths >= 100_000) return downMs === 0 ? '100 %' : '99.999 %';
  return `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')} %`;
}
