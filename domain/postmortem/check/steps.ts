import { type Assessed, type AssessedText, areJoined, between, type Findings, isMatch, spanOf } from './assessed.ts';
import { BEGAN, INCIDENT, phrase, W } from './phrases.ts';
import { uncertaintyMs, writtenValue } from './written-value.ts';

/** "After another 13 minutes", "20 minutes later", "7 minutes after". */
const STEP = phrase(
  ' (?:after|another|a further|further|the next|the following) (?:about |just |only |another |a further |further )?HERE (?!of downtime)| HERE (?:later|afterwards|after (?:that|this|at|INSTANT|,|\\())',
);
/** "One minute after the issue began": a step from the start of the incident. */
const FROM_START = phrase(
  ` HERE after ${W}{1,6}${BEGAN}| HERE after ${W}{0,2}(?:start|onset|beginning)| HERE into ${W}{0,1}${INCIDENT}`,
);
const OF_LATER_START = / HERE (?:after|into) (?:[a-z]+ ){0,3}(?:second|third|last|again)\b/;
/** "It took 25 minutes": what comes after it no longer counts from the last time. */
const TAKES = / (?:took|takes|lasted|needed|required) (?:us )?(?:[a-z]+ ){0,2}HERE /;
const BEFORE_TIME =
  /^(?:[,(–—:|-]|at|later|after|afterwards|that|this|around|about|approximately|by|the|it|start|onset|had|began|begun|started|outage|incident|problem|issue|failure)$/;
const AFTER_TIME = /^(?:[,(–—-]|after|another|a|about|just|some)$/;
const WORDS_BEFORE_TIME_MAX = 9;

/** A time from which steps are counted, and the claim that gives it. `isSure`: the record confirms it. */
type Base = { value: number; isSure: boolean; uncertainty: number; claim: Assessed };
type Walk = { base: Base | null; before: Base | null; steps: number[]; sentence: number };

/**
 * Follows the steps of a text from time to time: "detected at 13:21, cause found after another 13 minutes (13:34)". Written values are rounded, so n steps may
 * be off by less than n + 1 minutes. 13:34 and 20 minutes agree with 13:55; 13:55, 25 minutes and 7 minutes do not agree with 14:30.
 */
export function checkSteps(text: AssessedText): Findings {
  const findings: Findings = { contradictions: [], derived: [] };
  const walk: Walk = { base: null, before: null, steps: [], sentence: 0 };
  text.all.forEach((one, at) => {
    if (hasHeadingBetween(text, walk.sentence, one.claim.sentence))
      Object.assign(walk, { base: null, before: null, steps: [] });
    walk.sentence = one.claim.sentence;
    if (one.claim.kind === 'instant') arrive(text, at, { walk, findings });
    else if (one.claim.kind === 'duration') stride(text, at, { walk, findings });
  });
  return findings;
}

function hasHeadingBetween({ headings }: AssessedText, from: number, to: number): boolean {
  for (let sentence = from + 1; sentence <= to; sentence++) if (headings.has(sentence)) return true;
  return false;
}

type State = { walk: Walk; findings: Findings };

/** A time: ends the steps that lead to it, and begins the next ones. */
function arrive(text: AssessedText, at: number, { walk, findings }: State): void {
  const one = text.all[at] as Assessed;
  const value = writtenValue(one, text.from);
  const last = walk.steps.at(-1);
  if (walk.base !== null && last !== undefined && value !== null && leadsTo(text, last, at))
    addUp(text, { base: walk.base, steps: walk.steps, at }, findings);
  walk.before = walk.base;
  walk.base =
    value === null ? null : { value, isSure: isMatch(one), uncertainty: uncertaintyMs(one.claim), claim: one };
  walk.steps = [];
}

/** A duration: a step, if its words say so. */
function stride(text: AssessedText, at: number, { walk, findings }: State): void {
  const one = text.all[at] as Assessed;
  if (one.claim.kind !== 'duration') return;
  const isAfterTime = text.all[at - 1]?.claim.kind === 'instant' && areJoined(text, [at - 1, at], AFTER_TIME, 4);
  const isOfTimeBefore = isAfterTime && !leadsTo(text, at, at + 1);
  if (FROM_START.test(one.whole) && !OF_LATER_START.test(one.whole)) {
    const base = { value: text.from, isSure: true, uncertainty: 0, claim: one };
    if (isOfTimeBefore) addUp(text, { base, steps: [at], at: at - 1 }, findings);
    else Object.assign(walk, { base, steps: [at] });
  } else if (STEP.test(one.whole)) {
    if (isOfTimeBefore && walk.before !== null) addUp(text, { base: walk.before, steps: [at], at: at - 1 }, findings);
    else if (walk.base !== null) walk.steps.push(at);
  } else if (TAKES.test(one.whole)) {
    walk.base = null;
    walk.steps = [];
  }
}

/** Returns whether a time says when a step ended: "13 minutes (13:34)", "after 13 minutes we found the cause at 13:34". */
function leadsTo(text: AssessedText, step: number, at: number): boolean {
  const words = between(text, step, at);
  if (words === null || at !== step + 1 || text.all[at]?.claim.kind !== 'instant') return false;
  if (words.every((word) => BEFORE_TIME.test(word))) return true;
  const isOneStatement =
    words.length <= WORDS_BEFORE_TIME_MAX && words.every((word) => /^[a-z'-]+$/.test(word) && word !== 'and');
  return isOneStatement && /^(?:at|around|about|by)$/.test(words.at(-1) ?? '');
}

type Sum = { base: Base; steps: readonly number[]; at: number };

/** Adds the steps to the time that they count from, and compares the sum with the time that they lead to. */
function addUp(text: AssessedText, { base, steps, at }: Sum, findings: Findings): void {
  const end = text.all[at] as Assessed; // callers pass indexes of claims
  const parts = steps.map((step) => text.all[step] as Assessed);
  const endValue = writtenValue(end, text.from);
  if (endValue === null) return;
  const off = endValue - base.value - parts.reduce((ms, part) => ms + lengthOf(part), 0);
  if (Math.abs(off) < limitOf(base, parts, end)) confirm(base, { parts, end, steps }, findings);
  else contradict({ base, parts, end, off }, { steps, at }, findings);
}

function lengthOf({ claim }: Assessed): number {
  return claim.kind === 'duration' ? claim.value : 0;
}

/** Both times together count as one written unit, because both are rounded in the same direction. */
function limitOf(base: Base, parts: readonly Assessed[], end: Assessed): number {
  const unitMs = end.claim.kind === 'instant' ? end.claim.stepMs : 0;
  const times = base.uncertainty + uncertaintyMs(end.claim) - unitMs;
  return parts.reduce((ms, { claim }) => ms + uncertaintyMs(claim), times);
}

/** The last step before a time that the record confirms is confirmed too, if everything before it is. */
function confirm(
  base: Base,
  { parts, end, steps }: { parts: readonly Assessed[]; end: Assessed; steps: readonly number[] },
  { derived }: Findings,
): void {
  const before = parts.slice(0, -1);
  const endValue = end.comparison.value;
  if (!base.isSure || !before.every(isMatch) || !isMatch(end) || endValue === null) return;
  const isTime = base.claim.claim.kind === 'instant';
  const from = (isTime ? base.claim.comparison.value : null) ?? base.value;
  const value = before.reduce((ms, part) => ms - lengthOf(part), endValue - from);
  derived.push({ at: steps.at(-1) as number, value }); // callers pass at least one step
}

type Mismatch = { base: Base; parts: readonly Assessed[]; end: Assessed; off: number };

/** Names the end if the record confirms the base but not the end, and otherwise the last step. */
function contradict(
  { base, parts, end, off }: Mismatch,
  { steps, at }: Omit<Sum, 'base'>,
  { contradictions }: Findings,
): void {
  const other = spanOf([base.claim, ...parts, end].map(({ claim }) => claim));
  const isSure = steps.length === 1;
  const last = parts.at(-1) as Assessed; // callers pass at least one step
  const lastLength = lengthOf(last) + off;
  if (!isMatch(end) && base.isSure) {
    const endValue = parts.reduce((ms, part) => ms + lengthOf(part), base.value);
    contradictions.push({ at, value: endValue, other, isSure });
  } else if (lastLength > 0) contradictions.push({ at: steps.at(-1) as number, value: lastLength, other, isSure });
}
