import { changedFacts } from '#domain/postmortem/changed-facts';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { loadRecord } from '#server/postmortems/reads/load-record';
import { recordOf } from '#server/postmortems/reads/postmortem-record';
import { dueRecords, settleRecord } from '#server/postmortems/sql/due-records';

/** Post-mortems that one run compares. The next run continues. */
const RECORDS_MAX = 10;

/**
 * Compares the records of published post-mortems with what was published, if triggers noted a change of episodes or intervals. Staff see the difference as a
 * task. Returns how many were compared.
 */
export async function watchRecords(ctx: Pick<Context, 'worker' | 'clock'>): Promise<number> {
  const now = ctx.clock.now();
  const compared = await snapshot(ctx.worker, async (client) => {
    const found: { due: Awaited<ReturnType<typeof dueRecords>>[number]; isChanged: boolean }[] = [];
    for (const due of await dueRecords(client, RECORDS_MAX)) {
      const choice = { incidents: due.incidents, until: due.evaluated_until.getTime() };
      const { record } = recordOf(await loadRecord(client, choice, now), [], now);
      found.push({ due, isChanged: changedFacts(due.facts, record).length > 0 });
    }
    return found;
  });
  for (const { due, isChanged } of compared) await settleRecord(ctx.worker, due, { isChanged, now });
  return compared.length;
}
