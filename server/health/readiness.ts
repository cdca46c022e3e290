import type { DatabaseCause } from '#domain/alerting/database-fault';
import type { Context } from '#server/context';
import { reachedByEvaluation } from '#server/evaluation/evaluated-until';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';

const QUERY_TIMEOUT_MS = 1_000;
const EVALUATED_AGE_MAX_MS = 30_000;

/** `storage`: why nothing can be stored, and since when; null where no fault is known. */
type Checks = {
  database: 'pass' | 'fail';
  evaluatedUntil: string | null;
  evaluatedAgeMs: number | null;
  storage: { cause: DatabaseCause; since: string } | null;
};
export type Readiness = { status: 'pass' | 'warn' | 'fail'; checks: Checks };

/**
 * Returns whether this process is ready: fail where the database does not answer within a second; warn where its disk is full or evaluation
 * is behind, because pages can still be served.
 */
export async function readiness(ctx: Pick<Context, 'web' | 'clock' | 'databaseFaults'>): Promise<Readiness> {
  const fault = ctx.databaseFaults.current();
  const storage = fault && { cause: fault.cause, since: new Date(fault.since).toISOString() };
  try {
    const current = await Promise.race([
      loadCurrentStates(ctx.web),
      new Promise<never>((_, reject) =>
        setTimeout(() => reject(new Error('the database did not answer in time')), QUERY_TIMEOUT_MS).unref(),
      ),
    ]);
    const evaluatedUntil = reachedByEvaluation(current);
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
    return { status: 'fail', checks: { storage, database: 'fail', evaluatedUntil: null, evaluatedAgeMs: null } }; // a failed query is a failed check
  }
}
