import type { Claim } from '#domain/postmortem/claims/claim';
import type { Comparison } from './compare.ts';
import type { Contexts } from './context.ts';
import type { Meaning } from './meaning.ts';

/** A claim with its meaning and what the record has for it. */
export type Assessed = { claim: Claim; meaning: Meaning; comparison: Comparison; whole: string };
/** All claims of a text in order, with the words between them. */
export type AssessedText = {
  all: readonly Assessed[];
  contexts: Contexts;
  from: number;
  headings: ReadonlySet<number>;
};

/**
 * A disagreement inside a text, of the claim with the index `at`. `value`: what the other figures give. `other`: where they are. `isSure`: only this value makes
 * the text agree, so it can be suggested.
 */
export type Contradiction = { at: number; value: number; other: { start: number; end: number }; isSure: boolean };
/** A claim that the record doesn't have itself, but that follows from figures that match it. */
type Derived = { at: number; value: number };
export type Findings = { contradictions: Contradiction[]; derived: Derived[] };

/** Returns the words between two claims of a sentence, or null if they are in different sentences. */
export function between({ contexts, all }: AssessedText, a: number, b: number): string[] | null {
  const [first, second] = [all[a]?.claim, all[b]?.claim];
  if (first === undefined || second === undefined || first.sentence !== second.sentence) return null;
  const items = contexts.items[first.sentence] ?? [];
  const [from, to] = [contexts.placeOf.get(a) ?? 0, contexts.placeOf.get(b) ?? 0].sort((x, y) => x - y) as [
    number,
    number,
  ];
  return items.slice(from + 1, to).map(({ text }) => text);
}

/** Returns whether only words of a list are between two claims, and at most `max`. */
export function areJoined(text: AssessedText, pair: readonly [number, number], joints: RegExp, max: number): boolean {
  const words = between(text, ...pair);
  return words !== null && words.length <= max && words.every((word) => joints.test(word));
}

/** Returns the text from the first to the last of some claims. */
export function spanOf(claims: readonly Claim[]): { start: number; end: number } {
  return { start: Math.min(...claims.map(({ start }) => start)), end: Math.max(...claims.map(({ end }) => end)) };
}

export function isMatch({ comparison }: Assessed): boolean {
  return comparison.verdict === 'match';
}
