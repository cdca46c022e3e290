import type { UpdatePlan } from '#domain/incident/plan-update';
import type { Context } from '#server/context';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { undoFacts } from './undo-facts.ts';
import type { NewUpdate } from './write-update.ts';

const SECOND_MS = 1_000;

type Held = { undoSeconds: number; incidentId: number; plan: UpdatePlan; cancels?: 'all' };

/** Returns until when the event of a planned update waits, and what undoing restores. Nothing if it cannot be undone. */
export async function heldFor(
  tx: IncidentTransaction,
  { clock }: Pick<Context, 'clock'>,
  { undoSeconds, incidentId, plan, cancels }: Held,
): Promise<Pick<NewUpdate, 'dueAt' | 'undo'>> {
  if (undoSeconds === 0) return {};
  return { dueAt: clock.now() + undoSeconds * SECOND_MS, undo: await undoFacts(tx, incidentId, { ...plan, cancels }) };
}
