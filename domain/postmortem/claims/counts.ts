import type { Counted, NumberManner } from './claim.ts';
import { type NumberRead, readNumber } from './numbers.ts';
import { isGlued, type Token, wordAt } from './tokens.ts';

/** A count as read. `of`: the whole in "188 of 300 instances". `wholeAt`: the index of that number. */
export type CountRead = {
  value: number;
  of: number | null;
  counted: Counted;
  manner: NumberManner;
  numberNext: number;
  wholeAt: number | null;
  wholeNext: number | null;
  next: number;
};

const NOUNS: readonly (readonly [Counted, string])[] = [
  ['instances', 'instances servers nodes hosts machines'],
  ['updates', 'updates'],
  ['episodes', 'episodes outages interruptions disruptions'],
  ['recipients', 'subscribers recipients'],
  [
    'other',
    'requests users customers partners publishers advertisers impressions errors events calls sessions messages emails tickets queries',
  ],
];
const COUNTED = new Map(NOUNS.flatMap(([counted, nouns]) => nouns.split(' ').map((noun) => [noun, counted] as const)));
const MULTIPLIERS: Record<string, number> = { thousand: 1_000, k: 1_000, million: 1_000_000, m: 1_000_000 };
/** "188 serving instances", "300 of our ad servers" */
const WORDS_BEFORE_NOUN_MAX = 3;
/** "Updates posted: 7", "| Instances affected at the peak | 188 |" */
const WORDS_AFTER_NOUN_MAX = 4;
const NO_ADJECTIVE = /^(in|for|to|and|or|after|later|at|from|by|with|per|than|before|until|was|were|is|are|a|an)$/;

/** Reads "188 of 300 instances", "188/300 instances", "42 instances", "seven updates" and "two episodes". */
export function readCount(tokens: readonly Token[], i: number, end: number): CountRead | null {
  const read = readNumber(tokens, i);
  if (read === null || read.decimals > 2) return null;
  const number = multiplied(tokens, read);
  if (tokens[number.next]?.kind === 'word' && isGlued(tokens, number.next)) return null; // "5xx errors"
  const direct = readWhole(tokens, number.next, read);
  const at = direct?.next ?? number.next;
  const noun = nounAfter(tokens, at, end, direct === null);
  const whole = direct ?? (noun === null ? null : readWhole(tokens, noun.next, read)); // "188 servers out of 300"
  const labelled = noun === null && whole === null ? countedByLabel(tokens, i, { at, end }) : null;
  if (labelled !== null && Number.isInteger(number.value)) return labelledCount(read, { number, counted: labelled });
  if ((noun === null && whole === null) || (whole === null && !Number.isInteger(number.value))) return null;
  if (whole !== null && whole.value < number.value) return null;
  if (read.style === 'words' && read.value === 1) return null; // "one outage" and "one of three zones" are no counts
  return {
    value: number.value,
    of: whole?.value ?? null,
    counted: noun?.counted ?? 'unnamed',
    manner: { style: read.style, decimals: 0, isGrouped: read.isGrouped },
    numberNext: read.next,
    wholeAt: whole?.at ?? null,
    wholeNext: whole?.next ?? null,
    next: Math.max(noun?.next ?? at, whole?.next ?? at),
  };
}

/** Returns what the label before a number names, where nothing but the end of a sentence, cell or clause follows. */
function countedByLabel(tokens: readonly Token[], i: number, { at, end }: { at: number; end: number }): Counted | null {
  const isAlone = at >= end || /^[.,;|(]$/.test(wordAt(tokens, at));
  if (!isAlone || !/^[:|=–—-]$/.test(wordAt(tokens, i - 1))) return null;
  const last = wordAt(tokens, i - 2) === ')' && wordAt(tokens, i - 4) === '(' ? i - 5 : i - 2; // "Instances (peak): 188"
  for (let label = last; label > last - 1 - WORDS_AFTER_NOUN_MAX; label--) {
    const isOnLine = /^(none|space)$/.test(tokens[label + 1]?.gap ?? '');
    if (!isOnLine || tokens[label]?.kind !== 'word') return null;
    const counted = COUNTED.get(wordAt(tokens, label));
    if (counted !== undefined) return counted;
  }
  return null;
}

type Labelled = { number: { value: number; next: number }; counted: Counted };

function labelledCount(read: NumberRead, { number, counted }: Labelled): CountRead {
  return {
    value: number.value,
    of: null,
    counted,
    manner: { style: read.style, decimals: 0, isGrouped: read.isGrouped },
    numberNext: read.next,
    wholeAt: null,
    wholeNext: null,
    next: number.next,
  };
}

function multiplied(tokens: readonly Token[], number: NumberRead): { value: number; next: number } {
  const word = wordAt(tokens, number.next);
  const isLetter = word.length === 1;
  const by = Object.hasOwn(MULTIPLIERS, word) && (!isLetter || isGlued(tokens, number.next)) ? MULTIPLIERS[word] : null;
  if (!by) return { value: number.value, next: number.next };
  return { value: Math.round(number.value * by), next: number.next + 1 };
}

/** Reads "of 300", "of the 300", "out of 300", "of our 300" and "/300". */
function readWhole(tokens: readonly Token[], i: number, part: NumberRead) {
  let at = i;
  if (wordAt(tokens, at) === '/' && isGlued(tokens, at) && part.style === 'digits') {
    const digits = tokens[at + 1];
    if (digits?.kind !== 'number' || !isGlued(tokens, at + 1) || wordAt(tokens, at + 2) === '/') return null;
    return { value: Number(digits.text), at: at + 1, next: at + 2 };
  }
  if (wordAt(tokens, at) === 'out') at++;
  if (wordAt(tokens, at) !== 'of') return null;
  at++;
  if (/^(the|our|all|its|these)$/.test(wordAt(tokens, at))) at++;
  const whole = readNumber(tokens, at);
  if (whole === null || whole.decimals > 0 || /^(%|percent|minutes?|hours?|am|pm|:)$/.test(wordAt(tokens, whole.next)))
    return null;
  return { value: whole.value, at, next: whole.next };
}

/** Finds the noun of a count, with at most a few words before it. */
function nounAfter(tokens: readonly Token[], i: number, end: number, isRequired: boolean) {
  for (let at = i; at < Math.min(end, i + 1 + WORDS_BEFORE_NOUN_MAX); at++) {
    const token = tokens[at];
    if (token?.kind !== 'word' && token?.text !== '-') return null;
    const counted = COUNTED.get(token.word);
    if (counted !== undefined) return { counted, next: at + 1 };
    if (NO_ADJECTIVE.test(token.word) || (isRequired && token.word === 'of' && at > i)) return null;
  }
  return null;
}
