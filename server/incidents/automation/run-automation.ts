import { nextAction } from '#domain/automation/next-action';
import type { Context } from '#server/context';
import { assert } from '#server/errors';
import { beginAutomation, noteFollowed } from '#server/incidents/sql/automation-progress';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { takeStep } from './apply-action.ts';
import { loadFacts } from './load-facts.ts';

/** Steps of one run: more than this means that a step does not take. */
const STEPS_MAX = 500;

/**
 * Has the incidents follow the outages that are confirmed now; to be run after each evaluation. Each step is a transaction with its audit row, and is
 * looked for anew under the lock, so that people and other keepers may act in between. Returns how many steps were taken: a second run takes none.
 */
export async function runAutomation(ctx: Context): Promise<number> {
  const acting = { ...ctx, actor: { kind: 'system', name: 'automation' } as const };
  for (let count = 0; ; count++) {
    assert(count < STEPS_MAX, 'incident automation comes to an end');
    const view = await loadFacts(ctx);
    if (view?.keeping === null) await beginAutomation(ctx.worker, ctx.clock.now());
    if (!view) return count;
    if (!nextAction(view)) {
      const lookFrom = view.keeping?.lookFrom ?? null;
      if (lookFrom !== null) await noteFollowed(ctx.worker, lookFrom);
      return count;
    }
    const isTaken = await withIncidentLock(ctx, async (tx) => {
      const known = await loadFacts(ctx); // what was committed before the lock was had
      const step = known && nextAction(known);
      if (!known || !step) return false;
      await takeStep(tx, acting, known, step);
      return true;
    });
    if (!isTaken) return count;
  }
}
