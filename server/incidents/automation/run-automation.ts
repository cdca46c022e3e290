import { nextAction } from '#domain/automation/next-incident-action';
import type { Context } from '#server/context';
import { assert } from '#server/errors';
import { beginAutomation, noteCaughtUp } from '#server/incidents/sql/automation-progress';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { applyAction } from './apply-action.ts';
import { loadFacts } from './load-facts.ts';

/** Actions of one run. More than this means that an action has no effect. */
const ACTIONS_MAX = 500;

/** What incident automation uses of the context. */
export type AutomationContext = Pick<Context, 'worker' | 'prisma' | 'queues' | 'clock' | 'random' | 'log'>;

/**
 * Brings incidents in line with the confirmed outages; runs after each evaluation. Each action is a transaction with its audit row, and is determined again
 * under the incident lock, because people and other processes may act in between. Returns the number of actions; a second run has none.
 */
export async function runAutomation(ctx: AutomationContext): Promise<number> {
  const acting = { ...ctx, actor: { kind: 'system', name: 'automation' } as const };
  for (let count = 0; ; count++) {
    assert(count < ACTIONS_MAX, 'incident automation ends');
    const facts = await loadFacts(ctx);
    if (facts?.progress === null) await beginAutomation(ctx.worker, ctx.clock.now());
    if (!facts) return count;
    if (!nextAction(facts)) {
      const lookFrom = facts.progress?.lookFrom ?? null;
      if (lookFrom !== null) await noteCaughtUp(ctx.worker, lookFrom);
      return count;
    }
    const isApplied = await withIncidentLock(ctx, async (tx) => {
      const current = await loadFacts(ctx); // the first facts were read before the lock
      const action = current && nextAction(current);
      if (!current || !action) return false;
      await applyAction(tx, acting, current, action);
      return true;
    });
    if (!isApplied) return count;
  }
}
