import type { Claim, CountClaim, DurationClaim, InstantClaim, ShareClaim } from '#domain/postmortem/claims/claim';
import { writeInWords } from '#domain/postmortem/claims/numbers';
import { DAY_MS, dayOf } from '#domain/time/calendar';
import { withinHalfDay } from './agreement.ts';
import { dayEdit } from './write-day.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Writes a value in the manner of a claim: in its zone, its units and its words. Null if that can't be done: "less than" and "over" would be wrong with the exact
 * value. `of`: the whole of a count.
 */
export function suggest(text: string, claim: Claim, value: number, of?: number): string | null {
  if (claim.kind !== 'instant' && (claim.approximation === 'over' || claim.approximation === 'under')) return null;
  const written = writeAs(text, claim, value, of);
  return written === text.slice(claim.start, claim.end) ? null : written;
}

function writeAs(text: string, claim: Claim, value: number, of?: number): string | null {
  switch (claim.kind) {
    case 'instant':
      return writeInstant(text, claim, value);
    case 'duration':
      return writeDuration(text.slice(claim.start, claim.end), claim, value);
    case 'count':
      return writeCount(text, claim, value, of);
    default:
      return writeShare(claim, value);
  }
}

type Edit = { start: number; end: number; text: string };

/** Returns the text of a claim with some places replaced. */
function edited(text: string, { start, end }: Claim, edits: readonly Edit[]): string {
  let result = '';
  let done = start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < done) continue;
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done, end);
}

function writeInstant(text: string, claim: InstantClaim, value: number): string | null {
  const offset = nearestOffset(claim, value);
  if (offset === null) return null;
  const local = value + offset * MINUTE_MS;
  const clock = clockLike(text.slice(claim.clock.start, claim.clock.end), local);
  if (clock === null) return null;
  const edits = [{ ...claim.clock, text: clock }];
  const [written] = claim.days;
  if (written === undefined || claim.days.includes(dayOf(local))) return edited(text, claim, edits);
  const isSameMonth = new Date(written).toISOString().slice(0, 7) === new Date(local).toISOString().slice(0, 7);
  if (claim.day === null || !isSameMonth || claim.days.length > 1) return null;
  return edited(text, claim, [...edits, dayEdit(text, claim.day, new Date(local).getUTCDate())]);
}

/** Returns the offset with which a claim is nearest to a value; null if its zone can't be read. */
function nearestOffset({ offsets, times }: InstantClaim, value: number): number | null {
  const distance = (offset: number) =>
    Math.min(...times.map((time) => Math.abs(withinHalfDay(value - time + offset * MINUTE_MS))));
  return offsets.reduce<number | null>((a, b) => (a === null || distance(b) < distance(a) ? b : a), null);
}

const CLOCK = /^(\d{1,2})([:.h]?)(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?(\s*)([ap]\.?m\.?)?$/i;

/** Writes a time of day like "9:20 am", "13h20", "1.20 p.m." or "1320". */
function clockLike(model: string, local: number): string | null {
  const run = /^\d{4}$/.test(model) ? [model, '00', '', '00'] : CLOCK.exec(model);
  if (run === null) return null;
  const [, hours = '', separator = '', minutes, seconds, space = '', meridiem] = run;
  const ofDay = local - dayOf(local);
  const hour = Math.floor(ofDay / HOUR_MS);
  const shown = meridiem === undefined ? hour : hour % 12 || 12;
  const minute = Math.floor((ofDay % HOUR_MS) / MINUTE_MS);
  const second = Math.floor((ofDay % MINUTE_MS) / SECOND_MS);
  const two = (n: number) => String(n).padStart(2, '0');
  const isPadded = hours.length === 2 && (meridiem === undefined || hours.startsWith('0'));
  const needsMinutes = minutes !== undefined || minute > 0;
  return [
    isPadded ? two(shown) : String(shown),
    needsMinutes ? `${minutes === undefined ? ':' : separator}${two(minute)}` : '',
    seconds === undefined ? '' : `:${two(second)}`,
    space,
    meridiem === undefined ? '' : meridiemLike(meridiem, hour >= 12),
  ].join('');
}

function meridiemLike(model: string, isPm: boolean): string {
  const isUpper = model.startsWith('A') || model.startsWith('P');
  const letter = isPm ? 'p' : 'a';
  return `${isUpper ? letter.toUpperCase() : letter}${model.slice(1)}`;
}

const LONG: Record<number, string> = {
  [DAY_MS]: 'day',
  [HOUR_MS]: 'hour',
  [MINUTE_MS]: 'minute',
  [SECOND_MS]: 'second',
};
const SHORT: Record<number, string> = { [DAY_MS]: 'd', [HOUR_MS]: 'h', [MINUTE_MS]: 'min', [SECOND_MS]: 's' };

/** Writes a duration in the units of the claim, floored to the last one. A smaller unit is added where the claim has none that can express it. */
function writeDuration(written: string, { manner }: DurationClaim, value: number): string | null {
  const { units, style, gap, joint } = manner;
  const [first] = units;
  if (first === undefined) return null;
  if (/[*_]/.test(written))
    return units.length > 1 ? null : written.replace(/^\d+/, String(Math.floor(value / first.ms)));
  if (first.text === ':') return clockDuration(written, value);
  const isLong = units.some(({ text }) => Object.values(LONG).includes(text.toLowerCase().replace(/s$/, '')));
  const needed = unitsFor(units, value, isLong);
  let rest = value;
  const parts = needed.flatMap(({ ms, text }) => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    if (count === 0) return [];
    const number = style === 'words' ? writeInWords(count) : String(count);
    return [`${number}${gap}${isLong && gap !== '-' ? plural(text, count) : text}`];
  });
  return parts.length === 0 ? null : parts.join(joint || (gap === '' ? '' : ' '));
}

/** Returns the units to write with: those of the claim, and smaller ones until the value is at least one of the last unit and a whole number of it, or minutes. */
function unitsFor(units: DurationClaim['manner']['units'], value: number, isLong: boolean) {
  const [only] = units;
  const minutes = { ms: MINUTE_MS, text: (isLong ? LONG : SHORT)[MINUTE_MS] ?? '' };
  if (units.length === 1 && only?.ms === SECOND_MS && value >= 2 * MINUTE_MS)
    return value % MINUTE_MS === 0 ? [minutes] : [minutes, only];
  const result = [...units];
  for (const ms of [HOUR_MS, MINUTE_MS, SECOND_MS]) {
    const last = result.at(-1)?.ms ?? 0;
    const isEnough = value >= last && (value % last === 0 || last <= MINUTE_MS);
    if (ms < last && !isEnough) result.push({ ms, text: (isLong ? LONG : SHORT)[ms] ?? '' });
  }
  return result;
}

function plural(unit: string, count: number): string {
  const singular = unit.replace(/s$/, '');
  return count === 1 ? singular : `${singular}s`;
}

/** "1:18:00" */
function clockDuration(written: string, value: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const hours = String(Math.floor(value / HOUR_MS));
  const isPadded = /^\d\d:/.test(written);
  return `${isPadded ? hours.padStart(2, '0') : hours}:${two((value % HOUR_MS) / MINUTE_MS)}:${two((value % MINUTE_MS) / SECOND_MS)}`;
}

/** Writes a percentage with the decimals of the claim, floored, as uptimes are shown. */
function writeShare({ manner, isFraction, kind }: ShareClaim, value: number): string {
  if (isFraction) return `${Math.round(value / 10_000)} %`;
  const factor = 10 ** manner.decimals;
  const scaled = (value / 10_000) * factor;
  const number = (kind === 'uptime' ? Math.floor(scaled + 1e-9) : Math.round(scaled)) / factor;
  return `${number.toFixed(manner.decimals)}${manner.sign}`;
}

function writeCount(text: string, claim: CountClaim, value: number, of?: number): string {
  const number = (n: number) =>
    claim.manner.style === 'words' ? writeInWords(n) : claim.manner.isGrouped ? n.toLocaleString('en-GB') : String(n);
  const edits = [{ ...claim.number, text: number(value) }];
  if (claim.whole !== null && of !== undefined) edits.push({ ...claim.whole, text: number(of) });
  return edited(text, claim, edits);
}
