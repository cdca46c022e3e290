import type pg from 'pg';
import { noteObserved, saveCurrentState } from '#server/evaluation/sql/current-states';
import { holdRawStatus, replaceRawSteps } from '#server/evaluation/sql/raw-status';
import { replaceStates } from '#server/evaluation/sql/state-runs';
import { replaceIntervals } from '#server/evaluation/sql/status-intervals';
import type { Changes, StatusChange } from './diff-window.ts';
import type { Window } from './window.ts';

/** Writes the changes of one pass. Reads nothing. */
export async function writeWindow(client: pg.ClientBase, { window, states, components }: Changes): Promise<void> {
  await replaceStates(client, states, window.from, window.to);
  for (const change of components) await writeStatus(client, change, window);
}

async function writeStatus(client: pg.ClientBase, change: StatusChange, { from, to }: Window): Promise<void> {
  const { componentId, rawSteps, heldAfter, removed, added, current, latestObservedAt } = change;
  if (rawSteps) await replaceRawSteps(client, componentId, rawSteps, from, to);
  if (heldAfter) await holdRawStatus(client, componentId, heldAfter.at, heldAfter.value);
  if (removed.length + added.length > 0) await replaceIntervals(client, componentId, removed, added);
  if (current) await saveCurrentState(client, componentId, current);
  else if (latestObservedAt !== null) await noteObserved(client, componentId, latestObservedAt);
}
