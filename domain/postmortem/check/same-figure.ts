import type { Fact } from '#domain/postmortem/facts';
import { agrees } from './agreement.ts';
import { type Assessed, type AssessedText, type Findings, isMatch, spanOf } from './assessed.ts';
import { writtenValue } from './written-value.ts';

/**
 * Finds the same figure given with two values: 15:06 here and 16:06 there. Where the record has it, the claim that differs from it is named; otherwise the later
 * one.
 */
export function checkSameFigures(text: AssessedText): Findings {
  const findings: Findings = { contradictions: [], derived: [] };
  const right = firstOfFact(text.all.filter(isMatch));
  const first = new Map<string, Assessed>();
  text.all.forEach((one, at) => {
    const { fact, verdict, value } = one.comparison;
    const other = verdict === 'differs' && fact !== null ? right.get(fact.key) : undefined;
    if (other !== undefined && value !== null)
      findings.contradictions.push({ at, value, other: spanOf([other.claim]), isSure: true });
    const name = verdict === 'not_in_record' ? nameOf(one) : null;
    if (name === null) return;
    const before = first.get(name);
    if (before === undefined) first.set(name, one);
    else compareWithFirst(text, { before, one, at }, findings);
  });
  return findings;
}

function firstOfFact(matches: readonly Assessed[]): Map<string, Assessed> {
  const found = new Map<string, Assessed>();
  for (const one of matches) {
    const key = one.comparison.fact?.key;
    if (key !== undefined && !found.has(key)) found.set(key, one);
  }
  return found;
}

/** Returns a name for what a claim is plainly about, for figures that the record doesn't have. */
function nameOf({ claim, meaning, whole }: Assessed): string | null {
  if (!meaning.isPlain || claim.approximation !== null) return null;
  const end = claim.kind === 'instant' ? claim.range?.end : undefined;
  const components = [...whole.matchAll(/COMP[\d_]+/g)].join();
  return [claim.kind, meaning.roles.join(), meaning.episode, meaning.period, components, end].join(' ');
}

type Pair = { before: Assessed; one: Assessed; at: number };

function compareWithFirst({ from }: AssessedText, { before, one, at }: Pair, { contradictions }: Findings): void {
  const value = writtenValue(before, from);
  if (value === null || before.claim.kind !== one.claim.kind) return;
  const asFact: Fact = { key: '', kind: one.claim.kind, value, component: null, source: 'incident' };
  if (!agrees(one.claim, asFact)) contradictions.push({ at, value, other: spanOf([before.claim]), isSure: false });
}
