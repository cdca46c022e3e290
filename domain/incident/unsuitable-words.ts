/** What public texts should not contain. `found`: the passage; offsets are in UTF-16 units. */
export type UnsuitableCode = 'email_address' | 'ip_address' | 'host_name' | 'blame';
export type UnsuitablePassage = { code: UnsuitableCode; start: number; end: number; found: string };

const IPV4 = /\b(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\b/;
const IPV6 = /(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}|:)(?![\w:])|(?<![\w:])::[0-9a-f]{1,4}\b/i;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
/** Host names: numbered like srv-0012, or under an internal suffix. */
const HOST =
  /\b(?:[a-z]+(?:-[a-z0-9]+)*-\d{2,}|[a-z]{2,}\d{2,}(?=\.)|[\w-]+(?:\.[\w-]+)*\.(?:internal|local|lan|corp|intra|intranet|svc|cluster))\b(?:\.[\w-]+)*/i;
/** Longer words are not searched; a DNS name has at most 253 characters. */
const WORD_LENGTH_MAX = 300;
/** Passages within a single word. */
const IN_WORDS: readonly [UnsuitableCode, readonly RegExp[]][] = [
  ['email_address', [EMAIL]],
  ['ip_address', [IPV4, IPV6]],
  ['host_name', [HOST]],
];
const BLAME =
  /\b(?:(?:fault|mistake|negligence|carelessness) of\b|human error\b|operator error\b|(?:due to|because of|caused by) (?:an?|our|the) (?:engineer|employee|colleague|operator|intern|contractor|team member|vendor|supplier|provider|customer)s?\b|(?:vendor|supplier|provider|customer|engineer|operator)(?:'s|’s) (?:fault|mistake|error)\b|\bto blame\b|\bblames?\b|\bblamed\b)/gi;

/** Finds addresses, host names and blame in a text, each kind in the order of the text. */
export function unsuitablePassages(text: string): UnsuitablePassage[] {
  return [
    ...IN_WORDS.flatMap(([code, patterns]) => wordsOf(text).flatMap((word) => inWord(word, code, patterns))),
    ...blameIn(text),
  ];
}

type Word = { text: string; start: number };

/** Returns the words of a text. Longer ones are skipped: they are no host names or addresses, and patterns would take too long on them. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\S+/g)]
    .map(({ index, 0: word }) => ({ text: word, start: index }))
    .filter((word) => word.text.length <= WORD_LENGTH_MAX);
}

function inWord(word: Word, code: UnsuitableCode, patterns: readonly RegExp[]): UnsuitablePassage[] {
  if (code === 'host_name' && isAddress(word.text)) return [];
  return patterns.flatMap((pattern) => {
    const match = pattern.exec(word.text);
    if (match === null) return [];
    const start = word.start + match.index;
    return [{ code, start, end: start + match[0].length, found: match[0] }];
  });
}

/** Returns whether a word is a link or e-mail address, whose host is not a finding. */
function isAddress(word: string): boolean {
  return /https?:\/\//.test(word) || EMAIL.test(word);
}

function blameIn(text: string): UnsuitablePassage[] {
  return [...text.matchAll(BLAME)].map(({ index, 0: found }) => ({
    code: 'blame',
    start: index,
    end: index + found.length,
    found,
  }));
}
