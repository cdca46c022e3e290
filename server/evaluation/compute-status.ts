import type { Counts, RegionCounts } from '#domain/measurement/component-status';
import { effectiveSteps, phaseAt, settledFrom } from '#domain/measurement/effective-status';
import type { CurrentState } from '#domain/measurement/shown-state';
import { type Status, statusOfLevel } from '#domain/measurement/status';
import { type Instant, type Step, toIntervals, valueAt } from '#domain/time/interval';
import type { WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import type { StoredInterval } from '#server/evaluation/sql/status-intervals';
import type { StatusRecord } from './load-status.ts';
import type { Window } from './window.ts';

/** `aliveAt`: when a source of the component was last known to be alive. Only agents prove it; other sources report only changes. */
export type Latest = { observedAt: Instant | null; worstDataAgeMs: number | null; aliveAt: Instant | null };

type Given = {
  component: WorldComponent;
  window: Window;
  record: StatusRecord;
  /** Raw status over the window (rule 4). */
  raw: readonly Step<Status>[];
  counts: Counts;
  regions: Record<string, RegionCounts>;
  latest: Latest;
};

/**
 * `rawSteps`: raw status in the window; the first step differs from the status before it. `heldAfter`: the step that keeps the stored status
 * after the window, until that is evaluated too. `intervals`: effective status in the place of the intervals that were loaded.
 * `current`: only where the window ends the record.
 */
export type ComputedStatus = {
  component: WorldComponent;
  rawSteps: readonly Step<Status>[];
  heldAfter: Step<Status> | null;
  intervals: readonly StoredInterval[];
  current: CurrentState | null;
  latestObservedAt: Instant | null;
};

/** Computes raw status, effective status (rule 5) and, at the end of the record, the current state of one component. */
export function computeStatus(given: Given): ComputedStatus {
  const { component, window, record, latest } = given;
  const before = valueAt<Status>(record.steps, window.from - 1, 'not_monitored');
  const [first] = given.raw;
  const rawSteps = first?.at === window.from && first.value === before ? given.raw.slice(1) : given.raw;
  const last = valueAt(rawSteps, window.to, before);
  const heldAfter = stepAfter(record, window, last);
  const later = [...(heldAfter ? [heldAfter] : []), ...record.steps.filter((step) => step.at > window.to)];
  const settled = window.isAtEnd
    ? null
    : settledFrom([{ at: window.to, value: last }, ...later], window.to, component.policies);
  const to = settled !== null && settled < window.evaluatedUntil ? settled : null;
  const knownTo = to ?? window.evaluatedUntil;
  const steps = [...record.steps.filter((step) => step.at < window.from), ...rawSteps, ...later].filter(
    (step) => step.at < knownTo,
  );
  const intervals = effectiveIntervals(component, record, steps, { windowFrom: window.from, to, knownTo });
  return {
    component,
    rawSteps,
    heldAfter,
    intervals,
    current: window.isAtEnd ? currentState(given, steps, intervals) : null,
    latestObservedAt: latest.observedAt,
  };
}

/** Returns the step just after the window that keeps the stored status there, or null where none is needed. */
function stepAfter({ steps }: StatusRecord, window: Window, last: Status): Step<Status> | null {
  const next = window.to + 1;
  const stored = valueAt<Status>(steps, window.to, 'not_monitored');
  if (window.isAtEnd || stored === last || steps.some(({ at }) => at === next)) return null;
  return { at: next, value: stored };
}

/**
 * Computes effective status from raw steps that begin and end with recoverFor without trouble, or at the ends of the record, and puts it into
 * the stored intervals. `to` null: the last interval is open; what is known reaches to `knownTo`. Without a stored step before the window, the
 * record begins in it: then nothing stored from the start of the window on remains.
 */
function effectiveIntervals(
  { policies }: WorldComponent,
  { steps: recorded, intervals: stored }: StatusRecord,
  steps: readonly Step<Status>[],
  { windowFrom, to, knownTo }: { windowFrom: Instant; to: Instant | null; knownTo: Instant },
): readonly StoredInterval[] {
  const [oldest] = recorded;
  const from = Math.min(oldest?.at ?? windowFrom, windowFrom);
  const left = stored.filter((one) => one.from < from).map((one) => ({ ...one, to: Math.min(one.to ?? from, from) }));
  const right =
    to === null
      ? []
      : stored.filter((one) => one.to === null || one.to > to).map((one) => ({ ...one, from: Math.max(one.from, to) }));
  return joined([...left, ...freshIntervals(steps, { to, knownTo }, policies), ...right]);
}

function freshIntervals(
  steps: readonly Step<Status>[],
  { to, knownTo }: { to: Instant | null; knownTo: Instant },
  policies: WorldComponent['policies'],
): StoredInterval[] {
  const from = steps[0]?.at;
  if (from === undefined) return [];
  const fresh: StoredInterval[] = toIntervals(
    effectiveSteps(steps, knownTo, policies),
    { from, to: knownTo },
    'not_monitored',
  );
  (fresh.at(-1) as StoredInterval).to = to; // every step is before knownTo, so the span is not empty
  return fresh;
}

/** Joins neighbours of one status and leaves out empty intervals. */
function joined(intervals: readonly StoredInterval[]): StoredInterval[] {
  const result: StoredInterval[] = [];
  for (const interval of intervals) {
    const last = result.at(-1);
    if (interval.to !== null && interval.to <= interval.from) continue;
    if (last && last.status === interval.status && last.to === interval.from) last.to = interval.to;
    else result.push({ ...interval });
  }
  return result;
}

function currentState(
  { component, window, counts, regions, latest }: Given,
  steps: readonly Step<Status>[],
  intervals: readonly StoredInterval[],
): CurrentState {
  const { evaluatedUntil } = window;
  const phase = phaseAt(steps, evaluatedUntil, component.policies);
  const last = intervals.at(-1);
  return {
    evaluatedUntil,
    status: phase.level > 0 ? statusOfLevel(phase.level as 1 | 2 | 3) : (last?.status ?? 'not_monitored'),
    since: (phase.level > 0 ? phase.runFrom : last?.from) ?? component.createdAt,
    phase: phase.kind,
    phaseSince: phase.kind === 'steady' ? null : phase.since,
    counts,
    regions,
    worstDataAgeMs: latest.worstDataAgeMs,
    latestObservedAt: latest.observedAt,
    aliveAt: latest.aliveAt,
  };
}
