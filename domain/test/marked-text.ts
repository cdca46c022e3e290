import type { Finding } from '#domain/postmortem/facts';

/** A text without its marks, and what they expect of the figures: kind, verdict, fact and suggestion. */
export type MarkedText = { text: string; expected: string[] };

const MARK = /<([^<>|]+)\|([^<>]+)>/g;

/** Reads "The outage began at <13:25 UTC|instant differs episode.1.start → 13:20 UTC>." */
export function readMarked(marked: string): MarkedText {
  return {
    text: marked.replace(MARK, '$1'),
    expected: [...marked.matchAll(MARK)].map(([, claim, expected]) => `${claim}: ${expected}`),
  };
}

/** Writes findings as marks expect them. */
export function asExpected(findings: readonly Finding[]): string[] {
  return findings.map(({ text, kind, verdict, fact, suggestion }) =>
    [`${text}: ${kind} ${verdict}`, fact ?? [], suggestion === null ? [] : `→ ${suggestion}`].flat().join(' '),
  );
}
