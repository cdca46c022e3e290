import type { DatabaseCause } from '#domain/alerting/database-fault';
import type { Context } from '#server/context';
import { reachedByJudgement } from '#server/evaluation/evaluate';
import { loadHeads } from '#server/evaluation/sql/current-states';

const QUERY_TIMEOUT_MS = 1_000;
const JUDGED_AGE_MAX_MS = 30_000;

/** `storage`: why nothing can be stored, and since when; null where nothing is known to be wrong. */
type Checks = {
  database: 'pass' | 'fail';
  judgedUpTo: string | null;
  judgedAgeMs: number | null;
  storage: { cause: DatabaseCause; since: string } | null;
};
export type Readiness = { status: 'pass' | 'warn' | 'fail'; checks: Checks };

/**
 * Whether this process can do its work: the database answers within a second (else fail), its disk is not full and judgement is not behind (else warn:
 * pages can be served).
 */
export async function readiness(ctx: Pick<Context, 'web' | 'clock' | 'databaseFaults'>): Promise<Readiness> {
  const fault = ctx.databaseFaults.current();
  const storage = fault && { cause: fault.cause, since: new Date(fault.since).toISOString() };
  try {
    const heads = await Promise.race([
      loadHeads(ctx.web),
      new Promise<never>((_, reject) =>
        setTimeout(() => reject(new Error('no answer in time')), QUERY_TIMEOUT_MS).unref(),
      ),
    ]);
    const judgedUpTo = reachedByJudgement(heads);
    const judgedAgeMs = judgedUpTo === null ? null : ctx.clock.now() - judgedUpTo;
    const isBehind = judgedAgeMs !== null && judgedAgeMs > JUDGED_AGE_MAX_MS;
    return {
      status: isBehind || storage ? 'warn' : 'pass',
      checks: {
        storage,
        database: 'pass',
        judgedUpTo: judgedUpTo === null ? null : new Date(judgedUpTo).toISOString(),
        judgedAgeMs,
      },
    };
  } catch {
    return { status: 'fail', checks: { storage, database: 'fail', judgedUpTo: null, judgedAgeMs: null } }; // the database's silence is the answer
  }
}
