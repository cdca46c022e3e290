import { isGlued, type Token, wordAt } from './tokens.ts';

/** A time zone as written: the possible offsets from UTC in minutes. Several for a name with several meanings, none for a zone that can't be read. */
export type ZoneRead = { offsets: readonly number[]; next: number };

const OFFSETS: Record<string, readonly number[]> = {
  UTC: [0],
  GMT: [0],
  Z: [0],
  WET: [0],
  WEST: [60],
  BST: [60],
  CET: [60],
  CEST: [120],
  EET: [120],
  EEST: [180],
  MSK: [180],
  IST: [330, 60, 120], // India, Ireland, Israel
  IDT: [180],
  GST: [240],
  PKT: [300],
  NPT: [345],
  SGT: [480],
  HKT: [480],
  AWST: [480],
  JST: [540],
  KST: [540],
  ACST: [570],
  AEST: [600],
  AEDT: [660],
  NZST: [720],
  NZDT: [780],
  SAST: [120],
  BRT: [-180],
  ART: [-180],
  EDT: [-240],
  EST: [-300],
  ET: [-240, -300],
  CDT: [-300],
  CST: [-360, 480], // North America, China
  CT: [-300, -360],
  MDT: [-360],
  MST: [-420],
  MT: [-360, -420],
  PDT: [-420],
  PST: [-480],
  PT: [-420, -480],
  AKDT: [-480],
  AKST: [-540],
  HST: [-600],
};
/** "9:20 am Pacific", with "Time", "Standard Time" or "Daylight Time" after it. */
const REGIONS: Record<string, readonly number[]> = {
  eastern: [-240, -300],
  central: [-300, -360],
  mountain: [-360, -420],
  pacific: [-420, -480],
};
/** "9:20 am in New York", "15:20 Berlin time" */
const CITIES: Record<string, readonly number[]> = {
  london: [60, 0],
  dublin: [60, 0],
  lisbon: [60, 0],
  berlin: [120, 60],
  hamburg: [120, 60],
  munich: [120, 60],
  paris: [120, 60],
  madrid: [120, 60],
  rome: [120, 60],
  vienna: [120, 60],
  zurich: [120, 60],
  amsterdam: [120, 60],
  stockholm: [120, 60],
  'new york': [-240, -300],
  boston: [-240, -300],
  toronto: [-240, -300],
  chicago: [-300, -360],
  denver: [-360, -420],
  seattle: [-420, -480],
  'san francisco': [-420, -480],
  'los angeles': [-420, -480],
  mumbai: [330],
  singapore: [480],
  'hong kong': [480],
  tokyo: [540],
  sydney: [660, 600],
};
const OFFSET_HOURS_MAX = 14;
const OFFSET_MINUTES = new Set(['00', '30', '45']);

/** Reads the zone after a time: "UTC", "(CEST)", "UTC+2", "(UTC-4)", "+02:00", "Pacific Time", "local time (CEST)", "in New York". "Berlin time" and "local time" can't be read. */
export function readZone(tokens: readonly Token[], i: number): ZoneRead | null {
  const inCity = wordAt(tokens, i) === 'in' ? readCity(tokens, i + 1) : null;
  return inCity ?? readBareZone(tokens, i) ?? readZoneInBrackets(tokens, i);
}

/** Reads "New York" and "Berlin". */
function readCity(tokens: readonly Token[], i: number): ZoneRead | null {
  const isName = tokens[i]?.text !== tokens[i]?.word;
  const names = [`${wordAt(tokens, i)} ${wordAt(tokens, i + 1)}`, wordAt(tokens, i)];
  const found = isName ? names.find((name) => Object.hasOwn(CITIES, name)) : undefined;
  return found === undefined ? null : { offsets: CITIES[found] ?? [], next: i + found.split(' ').length };
}

function readZoneInBrackets(tokens: readonly Token[], i: number): ZoneRead | null {
  if (wordAt(tokens, i) !== '(') return null;
  const inside = readBareZone(tokens, i + 1);
  return inside !== null && wordAt(tokens, inside.next) === ')' ? { ...inside, next: inside.next + 1 } : null;
}

function readBareZone(tokens: readonly Token[], i: number): ZoneRead | null {
  const token = tokens[i];
  if (token === undefined) return null;
  const region = REGIONS[token.word];
  if (region !== undefined && token.text !== token.word) return { offsets: region, next: afterTime(tokens, i + 1) };
  const isUniversal = token.word === 'utc' || token.word === 'gmt';
  const name = isUniversal ? token.word.toUpperCase() : token.text;
  const offsets = Object.hasOwn(OFFSETS, name) ? OFFSETS[name] : undefined;
  if (offsets !== undefined) return (isUniversal && readOffset(tokens, i + 1)) || { offsets, next: i + 1 };
  const city = readCity(tokens, i);
  if (city !== null && wordAt(tokens, city.next) === 'time') return { ...city, next: city.next + 1 };
  const isNamedPlace = token.kind === 'word' && (token.text !== token.word || token.word === 'local');
  if (isNamedPlace && wordAt(tokens, i + 1) === 'time')
    return readZoneInBrackets(tokens, i + 2) ?? { offsets: [], next: i + 2 };
  return readOffset(tokens, i);
}

function afterTime(tokens: readonly Token[], i: number): number {
  const at = /^(standard|daylight)$/.test(wordAt(tokens, i)) ? i + 1 : i;
  return wordAt(tokens, at) === 'time' ? at + 1 : i;
}

/** Reads "+2", "-04:00", "+0530". The digits touch the sign; "UTC-14:30" is the second time of a range. */
function readOffset(tokens: readonly Token[], i: number): ZoneRead | null {
  const sign = wordAt(tokens, i);
  const digits = tokens[i + 1];
  if (!/^[+−-]$/.test(sign) || digits?.kind !== 'number' || !isGlued(tokens, i + 1)) return null;
  if (sign === '-' && !isGlued(tokens, i)) return null; // "13:20 -14:30"
  const direction = sign === '+' ? 1 : -1;
  const hasColon = wordAt(tokens, i + 2) === ':' && isGlued(tokens, i + 2) && isGlued(tokens, i + 3);
  const minutes = hasColon ? wordAt(tokens, i + 3) : digits.text.length === 4 ? digits.text.slice(2) : '00';
  const hours = Number(digits.text.length === 4 ? digits.text.slice(0, 2) : digits.text);
  const isOffset = digits.text.length !== 3 && hours <= OFFSET_HOURS_MAX && OFFSET_MINUTES.has(minutes);
  if (!isOffset || (hasColon && isTimeOfRange(tokens, i + 4))) return null;
  return { offsets: [direction * (hours * 60 + Number(minutes))], next: hasColon ? i + 4 : i + 2 };
}

/** Returns whether a zone follows: in "13:20 UTC-14:30 UTC" the second time has its own. */
function isTimeOfRange(tokens: readonly Token[], i: number): boolean {
  return Object.hasOwn(OFFSETS, tokens[i]?.text ?? '') || /^[ap]m?$/.test(wordAt(tokens, i));
}
