import type pg from 'pg';
import type { Counts } from '#domain/measurement/component-status';
import { phaseAt, settledFrom } from '#domain/measurement/effective-status';
import { levelOf, type Status, statusOfLevel } from '#domain/measurement/status';
import { type Step, valueAt } from '#domain/time/interval';
import { noteObserved, saveCurrentState } from '#server/evaluation/sql/current-states';
import { holdRawStatus, rawStepsFrom } from '#server/evaluation/sql/raw-status';
import { intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import type { WorldComponent } from '#server/evaluation/sql/world';
import type { RawHistory } from './raw-history.ts';
import { reviseIntervals } from './revise-intervals.ts';
import type { Latest, Window } from './window.ts';

/** `window` is [from, to], both ends evaluated; at the head everything before `evaluatedUntil` = to + 1 is. */
export type EvaluatedStatus = {
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
  evaluated: EvaluatedStatus,
): Promise<void> {
  const isChanged = (await writeRaw(client, component, history, evaluated)) || evaluated.window.isForced;
  if (evaluated.window.isHead) return writeAtHead(client, component, history, evaluated, isChanged);
  if (evaluated.latest.observedAt !== null) await noteObserved(client, component.id, evaluated.latest.observedAt);
  if (!isChanged) return;
  const { from, to, evaluatedUntil } = evaluated.window;
  const older = await history.contextBefore(from);
  const newer = await rawStepsFrom(
    client,
    component.id,
    from - 1,
    'newer',
    (steps) => settledFrom(steps, to, component.policies) !== null,
  );
  const calm = settledFrom(newer, to, component.policies);
  const end = calm !== null && calm < evaluatedUntil ? calm : null;
  const raw = [...older, ...newer].filter((step) => step.at < (end ?? evaluatedUntil));
  await reviseIntervals(client, component, raw, end, end ?? evaluatedUntil);
}

/** What is stored after the window goes on to hold, until that is evaluated too. */
async function writeRaw(
  client: pg.ClientBase,
  component: WorldComponent,
  history: RawHistory,
  { steps, window }: EvaluatedStatus,
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
  evaluated: EvaluatedStatus,
  isChanged: boolean,
): Promise<void> {
  const { from, evaluatedUntil } = evaluated.window;
  const older = await history.contextBefore(isChanged ? from : evaluatedUntil);
  const raw = isChanged ? [...older, ...(await history.within(from, evaluatedUntil))] : older;
  const phase = phaseAt(raw, evaluatedUntil, component.policies);
  if (isChanged || raw.some((step) => levelOf(step.value) > 0))
    await reviseIntervals(client, component, raw, null, evaluatedUntil);
  const current = (await intervalsOverlapping(client, [component.id], evaluatedUntil - 1, null))
    .get(component.id)
    ?.at(-1);
  const status = phase.level > 0 ? statusOfLevel(phase.level as 1 | 2 | 3) : (current?.status ?? 'not_monitored');
  await saveCurrentState(client, component.id, {
    evaluatedUntil,
    status,
    since: (phase.level > 0 ? phase.runFrom : current?.from) ?? component.createdAt,
    phase: phase.kind,
    phaseSince: phase.kind === 'steady' ? null : phase.since,
    counts: evaluated.counts,
    regions: evaluated.regions,
    worstDataAgeMs: evaluated.latest.worstDataAgeMs,
    latestObservedAt: evaluated.latest.observedAt,
    aliveAt: evaluated.latest.aliveAt,
  });
}
