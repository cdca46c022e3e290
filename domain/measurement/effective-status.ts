import type { Instant, Span, Step } from '#domain/time/interval';
import { pushStep, valueAt } from '#domain/time/interval';
import type { Policy } from './policy.ts';
import { policyAt } from './policy.ts';
import type { Level, Status } from './status.ts';
import { levelOf, statusOfLevel } from './status.ts';

/** A joined run of trouble at one level, from its first instant to the end of its last stretch. `troubleMs`: the time in trouble, without gaps. */
export type Run = Span & { level: 1 | 2 | 3; troubleMs: number; isConfirmed: boolean; confirmedAt: Instant | null };

const LEVELS = [1, 2, 3] as const;

/** Returns the stretches of [raw[0].at, to) in which the raw status is at `level` or above. */
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

/** Rule 5 for one level: joins stretches over gaps shorter than recoverFor, and confirms joined runs with at least confirmFor of trouble. */
function runsAt(raw: readonly Step<Status>[], level: 1 | 2 | 3, to: Instant, policies: readonly Policy[]): Run[] {
  const runs: Run[] = [];
  for (const stretch of stretches(raw, level, to)) {
    let run = runs.at(-1);
    if (!run || stretch.from - run.to >= policyAt(policies, run.to).recoverForMs) {
      run = { level, from: stretch.from, to: stretch.from, troubleMs: 0, isConfirmed: false, confirmedAt: null };
      runs.push(run);
    }
    const missingMs = policyAt(policies, run.from).confirmForMs - run.troubleMs;
    run.troubleMs += stretch.to - stretch.from;
    run.to = stretch.to;
    if (!run.isConfirmed && stretch.to - stretch.from >= missingMs) {
      run.isConfirmed = true;
      run.confirmedAt = stretch.from + Math.max(missingMs, 0);
    }
  }
  return runs;
}

/** Returns all joined runs of trouble up to `to`, confirmed or not, of each level. The raw steps must start before the first of them. */
export function troubleRuns(raw: readonly Step<Status>[], to: Instant, policies: readonly Policy[]): Run[] {
  return LEVELS.flatMap((level) => runsAt(raw, level, to, policies));
}

/** Returns the outermost unconfirmed runs in ascending order. `level` is the worst level within a run. */
export function unconfirmedRuns(
  raw: readonly Step<Status>[],
  to: Instant,
  policies: readonly Policy[],
): (Span & { level: 1 | 2 | 3 })[] {
  const unconfirmed = troubleRuns(raw, to, policies).filter((run) => !run.isConfirmed); // ascending by level, so outer runs come first
  const outermost: (Span & { level: 1 | 2 | 3 })[] = [];
  for (const run of unconfirmed) {
    const outer = outermost.find((one) => one.from <= run.from && run.to <= one.to);
    if (outer) outer.level = run.level;
    else outermost.push({ from: run.from, to: run.to, level: run.level });
  }
  return outermost.sort((a, b) => a.from - b.from);
}

function levelAt(runs: readonly Run[], t: Instant): Level {
  let level: Level = 0;
  for (const run of runs) if (run.isConfirmed && run.from <= t && t < run.to && run.level > level) level = run.level;
  return level;
}

/** Rule 5: returns the steps of the effective status over [raw[0].at, to). */
export function effectiveSteps(raw: readonly Step<Status>[], to: Instant, policies: readonly Policy[]): Step<Status>[] {
  const runs = troubleRuns(raw, to, policies).filter((run) => run.isConfirmed);
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
    pushStep(
      steps,
      at,
      level > 0 ? statusOfLevel(level as 1 | 2 | 3) : withoutTrouble(valueAt(raw, at, 'not_monitored')),
    );
  }
  return steps;
}

function withoutTrouble(raw: Status): Status {
  return raw === 'unknown' || raw === 'not_monitored' ? raw : 'operational';
}

/** `level` and `runFrom`: those of the confirmed run that is shown. `since`: start of the unconfirmed run, or end of the trouble. */
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
 * Returns the phase at `now` (rule 5). A confirmed run that ended less than recoverFor ago is recovering and keeps its status. Trouble above the confirmed
 * level is a possible problem until its run is confirmed.
 */
export function phaseAt(raw: readonly Step<Status>[], now: Instant, policies: readonly Policy[]): Phase {
  const live = troubleRuns(raw, now, policies).filter(
    (run) => run.to === now || now - run.to < policyAt(policies, run.to).recoverForMs,
  );
  const confirmed = highest(live.filter((run) => run.isConfirmed));
  const possible = highest(
    live.filter((run) => !run.isConfirmed && run.to === now && run.level > (confirmed?.level ?? 0)),
  );
  const shown = { level: confirmed?.level ?? 0, runFrom: confirmed?.from ?? null } as const;
  if (possible) return { kind: 'possible', ...shown, since: possible.from };
  return confirmed && confirmed.to < now
    ? { kind: 'recovering', ...shown, since: confirmed.to }
    : { kind: 'steady', ...shown, since: null };
}

/**
 * Returns how far back the raw steps must reach so that nothing earlier can affect `t`: to the last period without trouble of at least recoverFor.
 * `newestFirst` may be cut off; returns null if it does not reach far enough.
 */
export function contextStart(
  newestFirst: readonly Step<Status>[],
  t: Instant,
  policies: readonly Policy[],
): Instant | null {
  let clearEnd = t;
  for (const { at, value } of newestFirst) {
    if (at > t) continue;
    if (levelOf(value) > 0) clearEnd = at;
    else if (clearEnd - at >= Math.max(...policies.map((p) => p.recoverForMs))) return at;
  }
  return null;
}

/**
 * Returns from when nothing at or before `t` matters any more: the end of the first period after `t` without trouble for at least recoverFor.
 * Steps ascend from at or before `t`. Returns null if no following step proves such a period.
 */
export function settledFrom(steps: readonly Step<Status>[], t: Instant, policies: readonly Policy[]): Instant | null {
  const neededMs = Math.max(...policies.map((p) => p.recoverForMs));
  let clearSince: Instant | null = null;
  for (const { at, value } of steps) {
    if (clearSince !== null && at - Math.max(clearSince, t) >= neededMs && at > t)
      return Math.max(clearSince, t) + neededMs;
    if (levelOf(value) > 0) clearSince = null;
    else clearSince ??= at;
  }
  return null;
}
