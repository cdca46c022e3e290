import type pg from 'pg';
import type { Counts } from '#domain/measurement/component-status';
import { calmFrom, phaseAt } from '#domain/measurement/effective-status';
import { levelOf, type Status, statusOfLevel } from '#domain/measurement/status';
import { type Step, valueAt } from '#domain/time/interval';
import { noteObserved, saveHead } from '#server/evaluation/sql/current-states';
import { holdRawStatus, rawStepsFrom } from '#server/evaluation/sql/raw-status';
import { intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import type { WorldComponent } from '#server/evaluation/sql/world';
import type { RawHistory } from './raw-history.ts';
import { reviseIntervals } from './revise-intervals.ts';
import type { Latest, Window } from './window.ts';

/** `window` is [from, to], both ends judged; at the head everything before `judgedUpTo` = to + 1 is. */
export type JudgedStatus = {
  steps: readonly Step<Status>[];
  counts: Counts;
  regions: Record<string, Counts>;
  window: Window;
  latest: Latest;
};

/** Writes raw status of the window and, where that or the passing of time can matter, the effective status and the head. */
export async function writeComponentStatus(
  client: pg.ClientBase,
  component: WorldComponent,
  history: RawHistory,
  judged: JudgedStatus,
): Promise<void> {
  const isChanged = (await writeRaw(client, component, history, judged)) || judged.window.isForced;
  if (judged.window.isHead) return writeAtHead(client, component, history, judged, isChanged);
  if (judged.latest.observedAt !== null) await noteObserved(client, component.id, judged.latest.observedAt);
  if (!isChanged) return;
  const { from, to, judgedUpTo } = judged.window;
  const older = await history.contextBefore(from);
  const newer = await rawStepsFrom(
    client,
    component.id,
    from - 1,
    'newer',
    (steps) => calmFrom(steps, to, component.policies) !== null,
  );
  const calm = calmFrom(newer, to, component.policies);
  const end = calm !== null && calm < judgedUpTo ? calm : null;
  const raw = [...older, ...newer].filter((step) => step.at < (end ?? judgedUpTo));
  await reviseIntervals(client, component, raw, end, end ?? judgedUpTo);
}

/** What is stored after the window goes on to hold, until that is judged too. */
async function writeRaw(
  client: pg.ClientBase,
  component: WorldComponent,
  history: RawHistory,
  { steps, window }: JudgedStatus,
): Promise<boolean> {
  const before = await history.before(window.from);
  const fresh = steps[0]?.at === window.from && steps[0].value === before ? steps.slice(1) : steps;
  const old = await history.within(window.from, window.to);
  const isSame =
    old.length === fresh.length && old.every((step, i) => step.at === fresh[i]?.at && step.value === fresh[i]?.value);
  if (isSame) return false;
  await history.replace(fresh, window.from, window.to);
  const after = valueAt<Status>(old, window.to, before);
  if (!window.isHead && after !== valueAt<Status>(fresh, window.to, before))
    await holdRawStatus(client, component.id, window.to + 1, after);
  return true;
}

async function writeAtHead(
  client: pg.ClientBase,
  component: WorldComponent,
  history: RawHistory,
  judged: JudgedStatus,
  isChanged: boolean,
): Promise<void> {
  const { from, judgedUpTo } = judged.window;
  const older = await history.contextBefore(isChanged ? from : judgedUpTo);
  const raw = isChanged ? [...older, ...(await history.within(from, judgedUpTo))] : older;
  const phase = phaseAt(raw, judgedUpTo, component.policies);
  if (isChanged || raw.some((step) => levelOf(step.value) > 0))
    await reviseIntervals(client, component, raw, null, judgedUpTo);
  const current = (await intervalsOverlapping(client, [component.id], judgedUpTo - 1, null)).get(component.id)?.at(-1);
  const status = phase.level > 0 ? statusOfLevel(phase.level as 1 | 2 | 3) : (current?.status ?? 'not_monitored');
  await saveHead(client, component.id, {
    judgedUpTo,
    status,
    since: (phase.level > 0 ? phase.runFrom : current?.from) ?? component.createdAt,
    phase: phase.kind,
    phaseSince: phase.kind === 'steady' ? null : phase.since,
    counts: judged.counts,
    regions: judged.regions,
    worstDataAgeMs: judged.latest.worstDataAgeMs,
    latestObservedAt: judged.latest.observedAt,
    aliveAt: judged.latest.aliveAt,
  });
}
