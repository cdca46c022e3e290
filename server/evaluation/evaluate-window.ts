import type pg from 'pg';
import { computeWindow } from './compute-window.ts';
import { type CarriedSteps, type Changes, carrySteps, diffWindow } from './diff-window.ts';
import type { Loaded } from './load-window.ts';
import { writeWindow } from './write-window.ts';

/** `changes`: what was written. `carried`: the series that leave the window in another state than was stored. */
export type Evaluated = { changes: Changes; carried: CarriedSteps };

/** Evaluates one loaded window: compute, diff, write. */
export async function evaluateWindow(
  client: pg.ClientBase,
  loaded: Loaded,
  carried: CarriedSteps = new Map(),
): Promise<Evaluated> {
  const computed = computeWindow(loaded);
  const changes = diffWindow(loaded, computed);
  await writeWindow(client, changes);
  return { changes, carried: carrySteps(loaded, computed, carried) };
}
