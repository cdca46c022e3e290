import type { Token } from './tokens.ts';

/** A sentence: the tokens from `first` up to `next`, without a list mark. `isHeading`: a Markdown heading. */
export type Sentence = { first: number; next: number; start: number; end: number; isHeading: boolean };

const ENDS = new Set(['.', '!', '?', '…']);
const CLOSING = new Set([')', ']', '"', '”', '’', "'"]);
const LINE_MARKS = new Set(['-', '*', '+', '#', '|', '>', '•', '–']);
const ABBREVIATIONS = new Set([
  'approx',
  'ca',
  'e.g',
  'i.e',
  'no',
  'vs',
  'min',
  'mins',
  'hrs',
  'hr',
  'sec',
  'etc',
  'st',
]);
/** A shorter line that is followed by a capital or a number is an entry of its own; a longer one was wrapped. */
const WRAPPED_LENGTH_MIN = 60;

/** Splits tokens into sentences. List items, table rows, headings and short lines are sentences too. */
export function sentencesOf(tokens: readonly Token[]): Sentence[] {
  const starts: number[] = [];
  let lineStart = 0;
  tokens.forEach((token, i) => {
    if (i === 0 || startsSentence(tokens, i, lineStart)) starts.push(i);
    if (token.gap === 'line' || token.gap === 'paragraph') lineStart = token.start;
  });
  return starts.flatMap((start, n) => sentenceFrom(tokens, start, starts[n + 1] ?? tokens.length));
}

function sentenceFrom(tokens: readonly Token[], start: number, next: number): Sentence[] {
  let first = start;
  while (first < next && LINE_MARKS.has(tokens[first]?.text ?? '') && !touchesNext(tokens, first)) first++;
  const head = tokens[first];
  const last = tokens[next - 1];
  if (head === undefined || last === undefined || first >= next) return [];
  return [{ first, next, start: head.start, end: last.end, isHeading: tokens[start]?.text === '#' }];
}

/** Returns whether a sign belongs to what follows, like the one of "+99.9 %". Signs of headings and tables follow each other. */
function touchesNext(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1];
  return next?.gap === 'none' && next.kind !== 'sign';
}

function startsSentence(tokens: readonly Token[], i: number, lineStart: number): boolean {
  const token = tokens[i] as Token; // callers pass an index of a token
  const before = tokens[i - 1] as Token; // the first token is not asked about
  if (token.gap === 'none') return false;
  if (token.gap === 'paragraph') return true;
  if (token.gap === 'line') {
    if (LINE_MARKS.has(token.text)) return true;
    if (before.end - lineStart < WRAPPED_LENGTH_MIN && looksLikeStart(token)) return true;
  }
  return looksLikeStart(token) && endsSentence(tokens, i - 1, token);
}

function looksLikeStart(token: Token): boolean {
  return (
    token.kind === 'number' || (token.kind === 'word' && token.text !== token.word) || /^["“‘'([]$/.test(token.text)
  );
}

/** Returns whether the token at `i`, before `following`, ends a sentence. The stop of an abbreviation does not. */
function endsSentence(tokens: readonly Token[], i: number, following: Token): boolean {
  let at = i;
  while (CLOSING.has(tokens[at]?.text ?? '') && at > 0) at--;
  const stop = tokens[at] as Token; // `at` is at least 0
  if (!ENDS.has(stop.text)) return false;
  const word = tokens[at - 1]?.word ?? '';
  if (stop.text !== '.') return true;
  if (word === 'm') return following.kind === 'word' && following.text !== following.text.toUpperCase(); // "1.20 p.m. UTC"
  return !ABBREVIATIONS.has(word) && !(word.length === 1 && /[a-z]/.test(word));
}
