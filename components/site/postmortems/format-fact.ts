import { type FactRole, roleOf } from '#domain/postmortem/facts';
import { monthUtc } from '#domain/time/format-utc';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

const TEXT = enPostmortemPages.fact;
const MILLIONTHS_PER_PERCENT = 10_000;

/** Formats the name of a fact, like "Start of outage 1" or "Uptime, March 2022 (Serving)". `nameOf`: the name of a component by its slug. */
export function formatFactName(key: string, nameOf: (slug: string) => string): string {
  const [slug, own] = key.includes('/') ? (key.split('/', 2) as [string, string]) : [null, key]; // it has the separator
  const role = roleOf(key);
  const name = role === null ? own : TEXT.name[role](detailOf(role, own));
  return slug === null ? name : TEXT.of(nameOf(slug), name);
}

/** Returns the number of an outage, update or entry in a key, or the period of an uptime. */
function detailOf(role: FactRole, key: string): string {
  const part = key.split('.')[1] ?? '';
  if (role !== 'uptime') return part;
  return part === 'month' || part === 'year' ? TEXT.period[part] : formatPeriod(part);
}

/** Formats a calendar period: "2022-03" as "March 2022", "2022" as it is. */
export function formatPeriod(period: string): string {
  return /^\d{4}-\d{2}$/.test(period) ? monthUtc(Date.parse(`${period}-01T00:00:00Z`)) : period;
}

/** Formats a share of instances, like "63 %". */
export function formatShare(millionths: number): string {
  return `${Math.round(millionths / MILLIONTHS_PER_PERCENT)}\u00a0%`;
}
