import { nextKeeperStep } from '#domain/automation/next-action';
import type { Context } from '#server/context';
import { assert } from '#server/errors';
import { beginKeeping, noteFollowed } from '#server/incidents/sql/automation-progress';
import { inIncidentTurn } from '#server/incidents/update/incident-lock';
import { keeperView } from './load-facts.ts';
import { takeStep } from './take-step.ts';

/** Steps of one run: more than this means that a step does not take. */
const STEPS_MAX = 500;

/**
 * Has the incidents follow the outages that are confirmed now; to be run after each judgement. Each step is a transaction with its audit row, and is
 * looked for anew under the lock, so that people and other keepers may act in between. Returns how many steps were taken: a second run takes none.
 */
export async function keepIncidents(ctx: Context): Promise<number> {
  const acting = { ...ctx, actor: { kind: 'system', name: 'keeper' } as const };
  for (let count = 0; ; count++) {
    assert(count < STEPS_MAX, 'the keeper comes to an end');
    const view = await keeperView(ctx);
    if (view?.keeping === null) await beginKeeping(ctx.worker, ctx.clock.now());
    if (!view) return count;
    if (!nextKeeperStep(view)) {
      const lookFrom = view.keeping?.lookFrom ?? null;
      if (lookFrom !== null) await noteFollowed(ctx.worker, lookFrom);
      return count;
    }
    const isTaken = await inIncidentTurn(ctx, async (tx) => {
      const known = await keeperView(ctx); // what was committed before the lock was had
      const step = known && nextKeeperStep(known);
      if (!known || !step) return false;
      await takeStep(tx, acting, known, step);
      return true;
    });
    if (!isTaken) return count;
  }
}
