import { formatPercent } from '#domain/measurement/uptime';
import { durationParts } from '#domain/time/duration-parts';
import { clockUtc, dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { type ClaimKind, type Fact, roleOf } from './facts.ts';

const MILLION = 1_000_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** "13:20", with seconds if there are any. */
export function formatClock(at: Instant): string {
  const seconds = Math.floor((at % MINUTE_MS) / SECOND_MS);
  return seconds === 0 ? clockUtc(at) : `${clockUtc(at)}:${String(seconds).padStart(2, '0')}`;
}

/** "13:20 UTC", with the day if it is not the day of `from`. */
function formatInstant(at: Instant, from: Instant): string {
  return dayUtc(at) === dayUtc(from) ? `${formatClock(at)} UTC` : `${formatClock(at)} UTC on ${dayUtc(at)}`;
}

/** "1 h 10 min", without a line break between number and unit. */
function formatDuration(ms: number): string {
  const parts = durationParts(ms).map(({ whole, unit }) => `${whole}\u00a0${unit}`);
  return parts.length > 0 ? parts.join(' ') : '0\u00a0s';
}

/** "63 %": shares in whole percent, those of a budget with three decimals, rounded up so that they are not understated. */
function formatShare(millionths: number, isOfBudget = false): string {
  if (!isOfBudget) return `${Math.round((millionths / MILLION) * 100)} %`;
  return `${(Math.ceil(millionths / 10) / 1_000).toFixed(3)} %`;
}

/** "99.825 %"; a target without trailing zeros. */
function formatUptime(millionths: number, isTarget = false): string {
  const text = formatPercent(millionths, MILLION - millionths);
  return isTarget && text.includes('.') ? text.replace(/\.?0+ %$/, ' %') : text;
}

/** "188 of 300" */
export function formatCount(value: number, of?: number | null): string {
  const number = (n: number) => n.toLocaleString('en-GB');
  return of === undefined || of === null ? number(value) : `${number(value)} of ${number(of)}`;
}

/** Formats a fact for the side of a finding. `from`: the start of the incident, whose day is not named. */
export function formatFact(fact: Fact, from: Instant): string {
  const role = roleOf(fact.key);
  if (fact.kind === 'share') return formatShare(fact.value, role === 'budget.share');
  if (fact.kind === 'uptime') return formatUptime(fact.value, role === 'target');
  return fact.kind === 'count' ? formatCount(fact.value, fact.of) : formatValue(fact.kind, fact.value, from);
}

/** Formats a value of a kind. */
export function formatValue(kind: ClaimKind, value: number, from: Instant): string {
  switch (kind) {
    case 'instant':
      return formatInstant(value, from);
    case 'duration':
      return formatDuration(value);
    case 'share':
      return formatShare(value);
    case 'uptime':
      return formatUptime(value);
    case 'count':
      return formatCount(value);
  }
}
