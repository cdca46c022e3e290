import { type Context, nearest } from './context.ts';

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const PERIOD =
  /\b(?:january|february|march|april|june|july|august|september|october|november|december|(?<=in |of |for |during |ends |ended )may|last year|previous year|past year|last month|previous month|this year|the year|year to date|annual|calendar year|full year|per year|yearly|this month|the month|per month|monthly|month|quarter|last \d+ (?:days|months)|past \d+ (?:days|months)|past twelve months|rolling|all time|historically|since launch|(?<=in |for |during |over |year )20\d\d)\b/g;

/** Returns the month ("2022-03") or year ("2022") that a sentence names for an uptime; `other` for any other period; null for none. */
export function periodIn(context: Context, recordAt: number): string | null {
  const found = nearest({ ...context, wideAfter: '' }, PERIOD); // "… 99.9 %, and last year …" begins another statement
  if (found === null) return null;
  const at = new Date(recordAt);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  if (/^20\d\d$/.test(found)) return found;
  if (/^(?:this year|the year|year to date|annual|calendar year|full year|per year|yearly)$/.test(found))
    return String(year);
  if (/^(?:this month|the month|per month|monthly|month)$/.test(found)) return monthText(year, month);
  if (/^(?:last|previous) year$/.test(found)) return String(year - 1);
  if (/^(?:last|previous) month$/.test(found))
    return month === 0 ? monthText(year - 1, 11) : monthText(year, month - 1);
  const named = MONTHS.indexOf(found);
  if (named === -1) return 'other';
  const yearOf = new RegExp(`\\b${found} (20\\d\\d)\\b`).exec(context.whole)?.[1];
  return monthText(yearOf === undefined ? year : Number(yearOf), named);
}

/** Returns whether a month, a year or another period is named near a claim. */
export function namesPeriod(context: Context): boolean {
  return periodIn(context, 0) !== null;
}

function monthText(year: number, month: number): string {
  return `${year}-${String(month + 1).padStart(2, '0')}`;
}
