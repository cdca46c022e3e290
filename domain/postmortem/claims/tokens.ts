/** White space before a token. `line`: one line break; `paragraph`: an empty line or the start of the text. */
type Gap = 'none' | 'space' | 'line' | 'paragraph';
/** A run of digits, a word, or a single sign. `word`: the text in lower case. Offsets are in UTF-16 units. */
export type Token = {
  kind: 'number' | 'word' | 'sign';
  text: string;
  word: string;
  start: number;
  end: number;
  gap: Gap;
};

const TOKEN = /[0-9]+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|[^\s\p{L}\p{M}0-9]/gu;
const WORD_START = /^[\p{L}\p{M}]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{M}0-9]/u;

/** Splits a text into tokens. Markdown's emphasis is left out: "**70** minutes" gives the tokens "70" and "minutes". */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { index, 0: found } of text.matchAll(TOKEN)) {
    const gap = tokens.length === 0 ? 'paragraph' : gapOf(text.slice(end, index));
    if (isEmphasis(text, index, found, gap)) continue;
    const kind = /^[0-9]/.test(found) ? 'number' : WORD_START.test(found) ? 'word' : 'sign';
    end = index + found.length;
    tokens.push({ kind, text: found, word: found.toLowerCase(), start: index, end, gap });
  }
  return tokens;
}

function gapOf(between: string): Gap {
  const lines = between.split('\n').length - 1;
  if (lines > 0) return lines > 1 ? 'paragraph' : 'line';
  return /\s/.test(between) ? 'space' : 'none';
}

/** Returns whether a sign is Markdown's emphasis: an asterisk that starts no list item, or an underscore that joins no name. */
function isEmphasis(text: string, index: number, found: string, gap: Gap): boolean {
  if (found === '*') return !((gap === 'line' || gap === 'paragraph') && text[index + 1] === ' ');
  if (found !== '_') return false;
  return !(LETTER_OR_DIGIT.test(text[index - 1] ?? '') && LETTER_OR_DIGIT.test(text[index + 1] ?? ''));
}

/** Signs that make a number part of a name, version, address or ratio when they touch it: "srv-12", "v2.13", "#7", "/42". */
const TYING = new Set(['.', ',', ':', '/', '\\', '-', '_', '@', '#', '=', '&', '$', '€', '£']);

/** Returns whether a number or word may begin at `i`: nothing that touches it makes it a part of something longer. */
export function isDetached(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  const before = tokens[i - 1];
  if (token === undefined || before === undefined || token.gap !== 'none') return true;
  return before.kind === 'sign' && !TYING.has(before.text);
}

/** Returns whether the token at `i` touches the one before it. */
export function isGlued(tokens: readonly Token[], i: number): boolean {
  return tokens[i]?.gap === 'none';
}

/** Returns the word at `i` in lower case, or an empty text. */
export function wordAt(tokens: readonly Token[], i: number): string {
  return tokens[i]?.word ?? '';
}
