import type { DatabaseCause } from '#domain/alerting/database-fault';
import type { Context } from '#server/context';
import { reachedByEvaluation } from '#server/evaluation/evaluated-until';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';

const QUERY_TIMEOUT_MS = 1_000;
const EVALUATED_AGE_MAX_MS = 30_000;

/** `storage`: why nothing can be stored, and since when; null where nothing is known to be wrong. */
type Checks = {
  database: 'pass' | 'fail';
  evaluatedUntil: string | null;
  evaluatedAgeMs: number | null;
  storage: { cause: DatabaseCause; since: string } | null;
};
export type Readiness = { status: 'pass' | 'warn' | 'fail'; checks: Checks };

/**
 * Whether this process can do its work: the database answers within a second (else fail), its disk is not full and evaluation is not behind (else warn:
 * pages can be served).
 */
export async function readiness(ctx: Pick<Context, 'web' | 'clock' | 'databaseFaults'>): Promise<Readiness> {
  const fault = ctx.databaseFaults.current();
  const storage = fault && { cause: fault.cause, since: new Date(fault.since).toISOString() };
  try {
    const heads = await Promise.race([
      loadCurrentStates(ctx.web),
      new Promise<never>((_, reject) =>
        setTimeout(() => reject(new Error('no answer in time')), QUERY_TIMEOUT_MS).unref(),
      ),
    ]);
    const evaluatedUntil = reachedByEvaluation(heads);
    const evaluatedAgeMs = evaluatedUntil === null ? null : ctx.clock.now() - evaluatedUntil;
    const isBehind = evaluatedAgeMs !== null && evaluatedAgeMs > EVALUATED_AGE_MAX_MS;
    return {
      status: isBehind || storage ? 'warn' : 'pass',
      checks: {
        storage,
        database: 'pass',
        evaluatedUntil: evaluatedUntil === null ? null : new Date(evaluatedUntil).toISOString(),
        evaluatedAgeMs,
      },
    };
  } catch {
    return { status: 'fail', checks: { storage, database: 'fail', evaluatedUntil: null, evaluatedAgeMs: null } }; // the database's silence is the answer
  }
}
