import type { Claim, CountClaim, InstantClaim } from '#domain/postmortem/claims/claim';
import type { Reading } from '#domain/postmortem/claims/read-claims';
import type { Token } from '#domain/postmortem/claims/tokens';
import type { RecordComponent } from '#domain/postmortem/facts';

/**
 * The sentence around a claim, in lower case. The claim is "HERE", others are "INSTANT", "DURATION", "SHARE", "UPTIME" and "COUNT", and components are "COMP0",
 * "COMP1" and so on: "COMP0 was down for HERE , until INSTANT ." `whole` is all of it. `near…` end at the next comma or "and", `directAfter` is what follows without a comma, `wide…` at the next claim of
 * the same kind. `episode`: the one that the times of the sentence belong to. `isTwin`: the time beside it, in brackets, is the same in another zone.
 * `isOfOtherDay`: the sentence names a day or month without the incident. At most 30 words on each side are kept, so that patterns on it take a limited time.
 */
export type Context = {
  whole: string;
  nearBefore: string;
  nearAfter: string;
  directAfter: string;
  wideBefore: string;
  wideAfter: string;
  episode: number | null;
  isTwin: boolean;
  isOfOtherDay: boolean;
};

const WORDS_MAX = 30;
const WORD_LENGTH_MAX = 24;
const KEPT_SIGNS = new Set([',', ';', ':', '(', ')', '|', '.', '–', '—', '-', '!', '?']);
const NEAR = /(?<= )(?:[,;:()|.–—-]|and|but|while|whereas|then|so|until|before|because)(?= )/;

/** What has a context: a claim, or a day without a time. */
type Mention = Pick<Claim, 'sentence' | 'first' | 'next'> & {
  kind: string;
  range?: InstantClaim['range'];
  counted?: CountClaim['counted'];
};
/** "At about 15:06, the second outage began": a time in front of a statement belongs to it. */
const FRONTED_MAX = 3;

type Item = { text: string; claim: number | null };
/** The items of each sentence, and where each claim is in them. */
export type Contexts = {
  items: readonly (readonly Item[])[];
  placeOf: ReadonlyMap<number, number>;
  claims: readonly Mention[];
};

/** Prepares the contexts of all claims of a text. */
export function contextsOf(
  { claims, tokens, sentences }: Pick<Reading, 'tokens' | 'sentences'> & { claims: readonly Mention[] },
  components: readonly RecordComponent[],
): Contexts {
  const starts = new Map(claims.map((claim, i) => [claim.first, i] as const));
  const names = namesByFirstWord(components);
  const placeOf = new Map<number, number>();
  const items = sentences.map(({ first, next }) => {
    const list: Item[] = [];
    for (let i = first; i < next; ) {
      const claim = starts.get(i);
      const until = claim === undefined ? i + 1 : (claims[claim] as Mention).next;
      const found = componentsWithin(tokens, i, claim === undefined ? next : until, names);
      if (claim !== undefined) {
        for (const one of found.all) addComponent(list, one);
        placeOf.set(claim, list.length);
        addClaim(list, claims[claim] as Mention, { claim, noun: tokens[until - 1]?.word ?? '' });
        i = until;
      } else if (found.here !== null) {
        addComponent(list, found.here.component);
        i += found.here.words;
      } else {
        addWord(list, tokens, i);
        i++;
      }
    }
    return list;
  });
  return { items, placeOf, claims };
}

/** Returns the context of a claim; that of a range is the same for both of its ends. */
export function contextOf({ items, placeOf, claims }: Contexts, index: number): Context {
  const claim = claims[index] as Mention; // callers pass the index of a claim
  const list = items[claim.sentence] ?? [];
  const places = [index, ...(claim.range ? [claim.range.other] : [])].map((one) => placeOf.get(one) ?? 0);
  const from = Math.min(...places);
  const to = Math.max(...places) + 1;
  const before = textOf(list.slice(Math.max(0, from - WORDS_MAX), from));
  const after = textOf(list.slice(to, to + WORDS_MAX));
  const kind = claim.kind.toUpperCase();
  const wideBefore = before.split(kind).at(-1) ?? '';
  const wideAfter = after.split(kind)[0] ?? '';
  const nearAfter = `${wideAfter.replace(/^(?: [,;:()|–—-])+ /, ' ')} `.split(NEAR)[0] ?? '';
  return {
    whole: `${before}HERE${after}`,
    nearBefore: ` ${wideBefore} `.split(NEAR).at(-1) ?? '',
    directAfter: /^ [,;] /.test(wideAfter) && from > FRONTED_MAX ? '' : nearAfter,
    nearAfter,
    wideBefore,
    wideAfter,
    episode: null,
    isTwin: false,
    isOfOtherDay: false,
  };
}

/** Finds what stands nearest to a claim: first in the same part of the sentence, before it and after it, then further away. */
export function nearest({ nearBefore, nearAfter, wideBefore, wideAfter }: Context, pattern: RegExp): string | null {
  const all = (text: string) => [...text.matchAll(pattern)].map(([found]) => found);
  return all(nearBefore).at(-1) ?? all(nearAfter)[0] ?? all(wideBefore).at(-1) ?? all(wideAfter)[0] ?? null;
}

function textOf(items: readonly Item[]): string {
  return items.length === 0 ? ' ' : ` ${items.map(({ text }) => text).join(' ')} `;
}

/** Adds the name of a kind; after a count also what is counted. */
function addClaim(list: Item[], { kind, counted }: Mention, { claim, noun }: { claim: number; noun: string }): void {
  list.push({ text: kind.toUpperCase(), claim });
  if (counted !== undefined && counted !== 'unnamed') list.push({ text: noun, claim: null });
}

/** Adds a word. Words that a hyphen joins are one. */
function addWord(list: Item[], tokens: readonly Token[], i: number): void {
  const token = tokens[i] as Token; // callers pass the index of a token
  const last = list.at(-1);
  const joins = token.kind === 'word' && token.gap === 'none' && tokens[i - 1]?.text === '-' && last?.text === '-';
  const before = joins ? list.at(-2) : undefined;
  if (before !== undefined && tokens[i - 1]?.gap === 'none' && /^[a-z]+$/.test(before.text)) {
    list.splice(-2, 2, { text: `${before.text}-${token.word}`.slice(0, WORD_LENGTH_MAX), claim: null });
    return;
  }
  if (token.kind === 'sign' && !KEPT_SIGNS.has(token.text)) return;
  list.push({ text: token.word.replaceAll('’', "'").slice(0, WORD_LENGTH_MAX), claim: null });
}

/** Adds a component. "Serving and Analytics" becomes one item. */
function addComponent(list: Item[], component: number): void {
  const joint = list.at(-1)?.text;
  const before = list.at(-2)?.text;
  const isList = (joint === 'and' || joint === ',') && before?.startsWith('COMP') && before.length < WORD_LENGTH_MAX;
  if (isList) list.splice(-2, 2, { text: `${before}_${component}`, claim: null });
  else list.push({ text: `COMP${component}`, claim: null });
}

type Name = { component: number; words: readonly string[] };

function namesByFirstWord(components: readonly RecordComponent[]): Map<string, Name[]> {
  const names = new Map<string, Name[]>();
  components.forEach(({ name }, component) => {
    const words = name.toLowerCase().match(/[\p{L}\p{M}]+|[0-9]+/gu) ?? [];
    const [first] = words;
    if (first !== undefined) names.set(first, [...(names.get(first) ?? []), { component, words }]);
  });
  return names;
}

/** Returns the component whose name begins at `i`, and all components named from there up to `next`. */
function componentsWithin(
  tokens: readonly Token[],
  i: number,
  next: number,
  names: ReadonlyMap<string, readonly Name[]>,
) {
  const here = nameAt(tokens, i, next, names);
  const all: number[] = [];
  if (tokens[i]?.kind === 'number')
    for (let at = i; at < Math.min(next, i + WORDS_MAX); at++) {
      const found = nameAt(tokens, at, next, names);
      if (found !== null) all.push(found.component);
    }
  return { here, all };
}

/** Returns the longest name that begins at `i`. */
function nameAt(tokens: readonly Token[], i: number, next: number, names: ReadonlyMap<string, readonly Name[]>) {
  const found = (names.get(tokens[i]?.word ?? '') ?? [])
    .filter(({ words }) => i + words.length <= next && words.every((word, n) => tokens[i + n]?.word === word))
    .sort((a, b) => b.words.length - a.words.length)[0];
  return found === undefined ? null : { component: found.component, words: found.words.length };
}
