import type pg from 'pg';
import type { Counts } from '#domain/component-status';
import { calmFrom, contextStart, phaseAt } from '#domain/effective-status';
import type { Instant, Step } from '#domain/interval';
import { levelOf, type Status, statusOfLevel } from '#domain/status';
import { noteObserved, saveHead } from '../db/sql/component-heads.ts';
import { rawStepBefore, rawStepsFrom, rawStepsWithin, replaceRawSteps } from '../db/sql/raw-status.ts';
import { intervalsOverlapping } from '../db/sql/status-intervals.ts';
import type { WorldComponent } from '../db/sql/world.ts';
import type { Latest, Window } from './judge-window.ts';
import { reviseIntervals } from './revise-intervals.ts';

/** `window` is [from, to], both ends judged; at the head everything before `judgedUpTo` = to + 1 is. */
export type JudgedStatus = {
  steps: readonly Step<Status>[];
  counts: Counts;
  window: Window;
  latest: Latest;
};

/** Writes raw status of the window and, where that or the passing of time can matter, the effective status and the head. */
export async function writeComponentStatus(client: pg.ClientBase, component: WorldComponent, judged: JudgedStatus): Promise<void> {
  const isChanged = (await writeRaw(client, component, judged)) || judged.window.isForced;
  if (judged.window.isHead) return writeAtHead(client, component, judged, isChanged);
  if (judged.latest.observedAt !== null) await noteObserved(client, component.id, judged.latest.observedAt);
  if (!isChanged) return;
  const { from, to, judgedUpTo } = judged.window;
  const older = await contextBefore(client, component, from);
  const newer = await rawStepsFrom(client, component.id, from - 1, 'newer', (steps) => calmFrom(steps, to, component.policies) !== null);
  const calm = calmFrom(newer, to, component.policies);
  const end = calm !== null && calm < judgedUpTo ? calm : null;
  const raw = [...older, ...newer].filter((step) => step.at < (end ?? judgedUpTo));
  await reviseIntervals(client, component, raw, end, end ?? judgedUpTo);
}

async function writeRaw(client: pg.ClientBase, component: WorldComponent, { steps, window }: JudgedStatus): Promise<boolean> {
  const before = (await rawStepBefore(client, component.id, window.from))?.value ?? 'not_monitored';
  const fresh = steps[0]?.at === window.from && steps[0].value === before ? steps.slice(1) : steps;
  const old = await rawStepsWithin(client, component.id, window.from, window.to);
  const isSame = old.length === fresh.length && old.every((step, i) => step.at === fresh[i]?.at && step.value === fresh[i]?.value);
  if (!isSame) await replaceRawSteps(client, component.id, fresh, window.from, window.to);
  return !isSame;
}

/** Raw steps before `t`, ascending, from the last long calm on: what came earlier cannot matter after `t`. */
async function contextBefore(client: pg.ClientBase, component: WorldComponent, t: Instant): Promise<Step<Status>[]> {
  const newestFirst = await rawStepsFrom(client, component.id, t, 'older', (steps) => contextStart(steps, t, component.policies) !== null);
  const start = contextStart(newestFirst, t, component.policies);
  return newestFirst.filter((step) => start === null || step.at >= start).reverse();
}

async function writeAtHead(client: pg.ClientBase, component: WorldComponent, judged: JudgedStatus, isChanged: boolean): Promise<void> {
  const { from, judgedUpTo } = judged.window;
  const older = await contextBefore(client, component, isChanged ? from : judgedUpTo);
  const raw = isChanged ? [...older, ...(await rawStepsWithin(client, component.id, from, judgedUpTo))] : older;
  const phase = phaseAt(raw, judgedUpTo, component.policies);
  if (isChanged || raw.some((step) => levelOf(step.value) > 0)) await reviseIntervals(client, component, raw, null, judgedUpTo);
  const current = (await intervalsOverlapping(client, [component.id], judgedUpTo - 1, null)).get(component.id)?.at(-1);
  const status = phase.level > 0 ? statusOfLevel(phase.level as 1 | 2 | 3) : (current?.status ?? 'not_monitored');
  await saveHead(client, component.id, {
    judgedUpTo,
    status,
    since: (phase.level > 0 ? phase.runFrom : current?.from) ?? judgedUpTo,
    phase: phase.kind,
    phaseSince: phase.kind === 'steady' ? null : phase.since,
    counts: judged.counts,
    worstDataAgeMs: judged.latest.worstDataAgeMs,
    latestObservedAt: judged.latest.observedAt,
  });
}
