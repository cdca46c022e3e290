import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep, valueAt } from '#domain/time/interval';
import type { Policy } from './policy.ts';
import { policyAt } from './policy.ts';
import type { Level, Status } from './status.ts';
import { levelOf, statusOfLevel } from './status.ts';

/** A joined run of trouble at one level: from its first instant to the end of its last stretch, and how much trouble it holds. */
export type Run = Span & { level: 1 | 2 | 3; heldMs: number; isKept: boolean; confirmedAt: Instant | null };

const LEVELS = [1, 2, 3] as const;

/** Stretches of [steps[0].at, to) in which raw is at `level` or above. */
function stretches(raw: readonly Step<Status>[], level: Level, to: Instant): Span[] {
  const spans: Span[] = [];
  for (const [i, step] of raw.entries()) {
    const end = Math.min(raw[i + 1]?.at ?? to, to);
    if (end <= step.at || levelOf(step.value) < level) continue;
    const last = spans.at(-1);
    if (last && last.to === step.at) last.to = end;
    else spans.push({ from: step.at, to: end });
  }
  return spans;
}

/** Rule 5 for one level: joins stretches over gaps shorter than recoverFor, keeps joined runs that hold at least confirmFor. */
function runsAt(raw: readonly Step<Status>[], level: 1 | 2 | 3, to: Instant, policies: readonly Policy[]): Run[] {
  const runs: Run[] = [];
  for (const stretch of stretches(raw, level, to)) {
    let run = runs.at(-1);
    if (!run || stretch.from - run.to >= policyAt(policies, run.to).recoverForMs) {
      run = { level, from: stretch.from, to: stretch.from, heldMs: 0, isKept: false, confirmedAt: null };
      runs.push(run);
    }
    const missingMs = policyAt(policies, run.from).confirmForMs - run.heldMs;
    run.heldMs += stretch.to - stretch.from;
    run.to = stretch.to;
    if (!run.isKept && stretch.to - stretch.from >= missingMs) {
      run.isKept = true;
      run.confirmedAt = stretch.from + Math.max(missingMs, 0);
    }
  }
  return runs;
}

/** All joined runs of trouble up to `to`, kept or not, of each level. The raw steps start before the first of them. */
export function troubleRuns(raw: readonly Step<Status>[], to: Instant, policies: readonly Policy[]): Run[] {
  return LEVELS.flatMap((level) => runsAt(raw, level, to, policies));
}

/** Trouble that was not kept, outermost runs first told; `level` is the worst that a run held. Ascending. */
export function unconfirmedRuns(
  raw: readonly Step<Status>[],
  to: Instant,
  policies: readonly Policy[],
): (Span & { level: 1 | 2 | 3 })[] {
  const dropped = troubleRuns(raw, to, policies).filter((run) => !run.isKept); // by level, ascending: outer runs come before those inside
  const told: (Span & { level: 1 | 2 | 3 })[] = [];
  for (const run of dropped) {
    const outer = told.find((one) => one.from <= run.from && run.to <= one.to);
    if (outer) outer.level = run.level;
    else told.push({ from: run.from, to: run.to, level: run.level });
  }
  return told.sort((a, b) => a.from - b.from);
}

function levelAt(runs: readonly Run[], t: Instant): Level {
  let level: Level = 0;
  for (const run of runs) if (run.isKept && run.from <= t && t < run.to && run.level > level) level = run.level;
  return level;
}

/** Rule 5: steps of the effective status over [raw[0].at, to). */
export function effectiveSteps(raw: readonly Step<Status>[], to: Instant, policies: readonly Policy[]): Step<Status>[] {
  const runs = troubleRuns(raw, to, policies).filter((run) => run.isKept);
  const cuts = new Set<Instant>();
  for (const { at } of raw) if (at < to) cuts.add(at);
  for (const run of runs) cuts.add(run.from).add(run.to);
  const steps: Step<Status>[] = [];
  const open: Run[] = [];
  let next = 0;
  const byStart = runs.sort((a, b) => a.from - b.from);
  for (const at of [...cuts].filter((t) => t < to).sort((a, b) => a - b)) {
    while (next < byStart.length && (byStart[next] as Run).from <= at) open.push(byStart[next++] as Run);
    for (let i = open.length - 1; i >= 0; i--) if ((open[i] as Run).to <= at) open.splice(i, 1);
    const level = levelAt(open, at);
    pushStep(steps, at, level > 0 ? statusOfLevel(level as 1 | 2 | 3) : calm(valueAt(raw, at, 'not_monitored')));
  }
  return steps;
}

function calm(raw: Status): Status {
  return raw === 'unknown' || raw === 'not_monitored' ? raw : 'operational';
}

/** `level` and `runFrom` of the kept run that is shown; `since`: start of the unconfirmed run, or end of the trouble. */
export type Phase = {
  kind: 'steady' | 'possible' | 'recovering';
  level: Level;
  runFrom: Instant | null;
  since: Instant | null;
};

function highest(runs: readonly Run[]): Run | undefined {
  return runs.reduce<Run | undefined>((found, run) => (found && found.level >= run.level ? found : run), undefined);
}

/**
 * What the page says at `now` (rule 5): a kept run that ended less than recoverFor ago is recovering and keeps its status;
 * trouble above what is kept is a possible problem until its run is kept.
 */
export function phaseAt(raw: readonly Step<Status>[], now: Instant, policies: readonly Policy[]): Phase {
  const live = troubleRuns(raw, now, policies).filter(
    (run) => run.to === now || now - run.to < policyAt(policies, run.to).recoverForMs,
  );
  const kept = highest(live.filter((run) => run.isKept));
  const possible = highest(live.filter((run) => !run.isKept && run.to === now && run.level > (kept?.level ?? 0)));
  const shown = { level: kept?.level ?? 0, runFrom: kept?.from ?? null } as const;
  if (possible) return { kind: 'possible', ...shown, since: possible.from };
  return kept && kept.to < now
    ? { kind: 'recovering', ...shown, since: kept.to }
    : { kind: 'steady', ...shown, since: null };
}

/**
 * How far back the raw steps must reach so that nothing before `t` can matter any more: to the end of the last calm of at least
 * recoverFor at the lowest level. `steps` is newest first and may be cut off; null where it does not reach far enough.
 */
export function contextStart(
  newestFirst: readonly Step<Status>[],
  t: Instant,
  policies: readonly Policy[],
): Instant | null {
  let calmEnd = t;
  for (const { at, value } of newestFirst) {
    if (at > t) continue;
    if (levelOf(value) > 0) calmEnd = at;
    else if (calmEnd - at >= Math.max(...policies.map((p) => p.recoverForMs))) return at;
  }
  return null;
}

/**
 * Where nothing at or before `t` can matter any more: the end of the first calm of at least recoverFor that lies after it.
 * Steps ascending from at or before `t`; null where they do not reach a following step that proves it.
 */
export function settledFrom(steps: readonly Step<Status>[], t: Instant, policies: readonly Policy[]): Instant | null {
  const neededMs = Math.max(...policies.map((p) => p.recoverForMs));
  let calmSince: Instant | null = null;
  for (const { at, value } of steps) {
    if (calmSince !== null && at - Math.max(calmSince, t) >= neededMs && at > t)
      return Math.max(calmSince, t) + neededMs;
    if (levelOf(value) > 0) calmSince = null;
    else calmSince ??= at;
  }
  return null;
}
