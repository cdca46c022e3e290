import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep } from '#domain/time/interval';
import type { Policy } from './policy.ts';
import { policyAt } from './policy.ts';
import type { Probe, State } from './probe.ts';
import { verdict } from './probe.ts';

/** How a source counts silence (rule 2). `heartbeat` is silent when quiet for `quietAfterMs` = interval + grace. */
export type SourceRule = { kind: 'agent' } | { kind: 'edge' } | { kind: 'heartbeat'; quietAfterMs: number };

/**
 * What is known of a series (one source's view of one instance) before the readings given:
 * null where it does not exist yet. `at` matters to heartbeats alone: their run starts at the ping.
 */
export type SeriesBefore = Step<State> | null;

/** Instants at which a source observed anything, ascending, without repeats. */
export type Activity = readonly Instant[];

/** First index whose instant is at or after `t`. */
function lowerBound(instants: Activity, t: Instant): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as Instant) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sessions: longest runs of activity with successive instants less than `silenceAfterMs` apart, as [first, last]. */
export function sessionsOf(activity: Activity, silenceAfterMs: number): Span[] {
  const sessions: Span[] = [];
  for (const at of activity) {
    const last = sessions.at(-1);
    if (last && at - last.to < silenceAfterMs) last.to = at;
    else sessions.push({ from: at, to: at });
  }
  return sessions;
}

/**
 * What an instance is while its own readings are too old (rule 2): silent where its source, alive now, has reported at or after
 * due = max(last reading, start of the source's session) + silenceAfter; unknown elsewhere. Adds steps for [gap.from, gap.to).
 */
function pushQuiet(
  steps: Step<State>[],
  gap: Span,
  lastReadingAt: Instant,
  activity: Activity,
  sessions: readonly Span[],
  silenceAfterMs: number,
): void {
  pushStep(steps, gap.from, 'unknown');
  let low = 0;
  let high = sessions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sessions[middle] as Span).to + silenceAfterMs <= gap.from) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < sessions.length; i++) {
    const session = sessions[i] as Span;
    if (session.from >= gap.to) break;
    const proof = activity[lowerBound(activity, Math.max(lastReadingAt, session.from) + silenceAfterMs)];
    if (proof === undefined || proof > session.to) continue;
    const silentFrom = Math.max(proof, gap.from);
    const silentTo = session.to + silenceAfterMs;
    if (silentFrom >= gap.to || silentTo <= gap.from) continue;
    pushStep(steps, silentFrom, 'silent');
    if (silentTo < gap.to) pushStep(steps, silentTo, 'unknown');
  }
}

type Readings = {
  rule: SourceRule;
  before: SeriesBefore;
  /** Ascending, no two at one instant. */
  probes: readonly Probe[];
  activity: Activity;
  sessionsFor: (silenceAfterMs: number) => readonly Span[];
  /** Of an edge source: instants from which the instance is unknown, until its next reading; as far back as its readings. */
  lapses: readonly Instant[];
  /** The span to answer for; probes and activity reach back from its start by three times the longest silenceAfter, or to the beginning. */
  window: Span;
  policies: readonly Policy[];
};

/** Spans of one policy version each, covering the window. */
export function policySpans(policies: readonly Policy[], window: Span): (Span & { policy: Policy })[] {
  const cuts = [
    window.from,
    ...policies.map((p) => p.effectiveFrom).filter((t) => t > window.from && t < window.to),
    window.to,
  ];
  return cuts
    .slice(1)
    .map((to, i) => ({ from: cuts[i] as Instant, to, policy: policyAt(policies, cuts[i] as Instant) }));
}

/**
 * Steps of a series' state over `window` (rules 1 and 2); nothing before its first probe. A heartbeat gets a step at each ping.
 * Three silenceAfter of past are enough: a probe older than that is further back than any `due` that is still open.
 */
export function seriesSteps(input: Readings): Step<State>[] {
  if (input.rule.kind === 'edge') return edgeSteps(input);
  const steps: Step<State>[] = [];
  const { window, probes, before } = input;
  let index = 0;
  let last: Probe | null = null;
  while (index < probes.length && (probes[index] as Probe).at <= window.from) last = probes[index++] as Probe;
  let from = window.from;
  for (;;) {
    const next = probes[index];
    const to = Math.min(next?.at ?? window.to, window.to);
    if (to > from) pushHeld(steps, { from, to }, last, before, input);
    if (!next || next.at >= window.to) return steps;
    last = next;
    from = next.at;
    index++;
  }
}

/** The stretch after `last` and before the next reading. */
function pushHeld(steps: Step<State>[], span: Span, last: Probe | null, before: SeriesBefore, input: Readings): void {
  const { rule, policies } = input;
  if (!last && !before) return;
  const state = last ? verdict(last, policyAt(policies, last.at)) : (before as Step<State>).value;
  if (state === 'retired') {
    pushStep(steps, span.from, state);
    return;
  }
  if (rule.kind === 'heartbeat') {
    pushHeartbeat(steps, span, last?.at ?? (before as Step<State>).at, state, rule.quietAfterMs);
    return;
  }
  for (const part of policySpans(policies, span)) {
    const silenceAfterMs = part.policy.silenceAfterMs;
    const freshUntil = last ? last.at + silenceAfterMs : part.from;
    if (last && part.from < freshUntil) pushStep(steps, part.from, state);
    const quiet = { from: Math.max(part.from, freshUntil), to: part.to };
    if (quiet.from < quiet.to)
      pushQuiet(
        steps,
        quiet,
        last?.at ?? Number.NEGATIVE_INFINITY,
        input.activity,
        input.sessionsFor(silenceAfterMs),
        silenceAfterMs,
      );
  }
}

/** The last state holds until the next; a lapse prevails over a reading of its instant, and means nothing for an instance that is retired. */
function edgeSteps({ before, probes, lapses, window, policies }: Readings): Step<State>[] {
  const events: Step<State>[] = [
    ...probes.map((reading) => ({ at: reading.at, value: verdict(reading, policyAt(policies, reading.at)) })),
    ...lapses.map((at) => ({ at, value: 'unknown' as const })),
  ].sort((a, b) => a.at - b.at); // stable: lapses come after readings
  const steps: Step<State>[] = before ? [{ at: window.from, value: before.value }] : [];
  for (const { at, value } of events) {
    if (at >= window.to) break;
    const isRetired = steps.at(-1)?.value === 'retired';
    if (value !== 'unknown' || !isRetired) pushStep(steps, Math.max(at, window.from), value);
  }
  return steps;
}

function pushHeartbeat(steps: Step<State>[], span: Span, pingAt: Instant, state: State, quietAfterMs: number): void {
  const quietAt = pingAt + quietAfterMs;
  if (quietAt <= span.from || state === 'silent') {
    pushStep(steps, span.from, 'silent');
    return;
  }
  steps.push({ at: span.from, value: state });
  if (quietAt < span.to) steps.push({ at: quietAt, value: 'silent' });
}
