import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep } from '#domain/time/interval';
import type { Policy } from './policy.ts';
import { policyAt } from './policy.ts';
import type { Probe, State } from './probe.ts';
import { verdict } from './probe.ts';

/** How silence follows for a kind of source (rule 2). A heartbeat is silent `silentAfterMs` after its last ping: interval + grace. */
export type SourceRule = { kind: 'agent' } | { kind: 'edge' } | { kind: 'heartbeat'; silentAfterMs: number };

/**
 * The state of a series (one source's view of one instance) before the given probes, or null if it does not exist yet. `at` matters only to heartbeats,
 * whose interval starts at the ping.
 */
export type SeriesBefore = Step<State> | null;

/** Instants of a source's probes, ascending, without repeats. */
export type Activity = readonly Instant[];

/** Returns the first index whose instant is at or after `t`. */
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

/** Returns the sessions of a source: maximal runs of activity with successive instants less than `silenceAfterMs` apart, as [first, last]. */
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
 * Adds the steps for [gap.from, gap.to), in which the instance's own probes are too old (rule 2). It is silent if its source is alive and has reported at
 * or after due = max(last probe, start of the source's session) + silenceAfter. Otherwise it is unknown.
 */
function pushOverdue(
  steps: Step<State>[],
  gap: Span,
  lastProbeAt: Instant,
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
    const proof = activity[lowerBound(activity, Math.max(lastProbeAt, session.from) + silenceAfterMs)];
    if (proof === undefined || proof > session.to) continue;
    const silentFrom = Math.max(proof, gap.from);
    const silentTo = session.to + silenceAfterMs;
    if (silentFrom >= gap.to || silentTo <= gap.from) continue;
    pushStep(steps, silentFrom, 'silent');
    if (silentTo < gap.to) pushStep(steps, silentTo, 'unknown');
  }
}

type SeriesInput = {
  rule: SourceRule;
  before: SeriesBefore;
  /** Ascending, no two at one instant. */
  probes: readonly Probe[];
  activity: Activity;
  sessionsFor: (silenceAfterMs: number) => readonly Span[];
  /** For an edge source: instants from which the instance is unknown until its next probe. As far back as the probes. */
  lapses: readonly Instant[];
  /** The span to evaluate. Probes and activity reach back from its start by three times the longest silenceAfter, or to the beginning. */
  window: Span;
  policies: readonly Policy[];
};

/** Splits the window into spans with one policy version each. */
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
 * Returns the steps of a series' state over `window` (rules 1 and 2), starting with its first probe. A heartbeat gets a step at each ping.
 * Three silenceAfter of past are enough, because no older probe can affect a `due` that is still open.
 */
export function seriesSteps(input: SeriesInput): Step<State>[] {
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
    if (to > from) pushUntilNext(steps, { from, to }, last, before, input);
    if (!next || next.at >= window.to) return steps;
    last = next;
    from = next.at;
    index++;
  }
}

/** Adds the steps after `last` and before the next probe. */
function pushUntilNext(
  steps: Step<State>[],
  span: Span,
  last: Probe | null,
  before: SeriesBefore,
  input: SeriesInput,
): void {
  const { rule, policies } = input;
  if (!last && !before) return;
  const state = last ? verdict(last, policyAt(policies, last.at)) : (before as Step<State>).value;
  if (state === 'retired') {
    pushStep(steps, span.from, state);
    return;
  }
  if (rule.kind === 'heartbeat') {
    pushHeartbeat(steps, span, last?.at ?? (before as Step<State>).at, state, rule.silentAfterMs);
    return;
  }
  for (const part of policySpans(policies, span)) {
    const silenceAfterMs = part.policy.silenceAfterMs;
    const freshUntil = last ? last.at + silenceAfterMs : part.from;
    if (last && part.from < freshUntil) pushStep(steps, part.from, state);
    const overdue = { from: Math.max(part.from, freshUntil), to: part.to };
    if (overdue.from < overdue.to)
      pushOverdue(
        steps,
        overdue,
        last?.at ?? Number.NEGATIVE_INFINITY,
        input.activity,
        input.sessionsFor(silenceAfterMs),
        silenceAfterMs,
      );
  }
}

/** The last state holds until the next. A lapse prevails over a probe of the same instant, but has no effect on a retired instance. */
function edgeSteps({ before, probes, lapses, window, policies }: SeriesInput): Step<State>[] {
  const events: Step<State>[] = [
    ...probes.map((probe) => ({ at: probe.at, value: verdict(probe, policyAt(policies, probe.at)) })),
    ...lapses.map((at) => ({ at, value: 'unknown' as const })),
  ].sort((a, b) => a.at - b.at); // stable sort, so lapses come after probes
  const steps: Step<State>[] = before ? [{ at: window.from, value: before.value }] : [];
  for (const { at, value } of events) {
    if (at >= window.to) break;
    const isRetired = steps.at(-1)?.value === 'retired';
    if (value !== 'unknown' || !isRetired) pushStep(steps, Math.max(at, window.from), value);
  }
  return steps;
}

function pushHeartbeat(steps: Step<State>[], span: Span, pingAt: Instant, state: State, silentAfterMs: number): void {
  const silentAt = pingAt + silentAfterMs;
  if (silentAt <= span.from || state === 'silent') {
    pushStep(steps, span.from, 'silent');
    return;
  }
  steps.push({ at: span.from, value: state });
  if (silentAt < span.to) steps.push({ at: silentAt, value: 'silent' });
}
