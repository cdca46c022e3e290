import type { DatabaseCause } from '#domain/alerting/database-fault';
import type { Context } from '#server/context';
import { pausedAt, queueAges } from '#server/delivery/sql/queue-age';
import { reachedByEvaluation } from '#server/evaluation/evaluated-until';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';

const QUERY_TIMEOUT_MS = 1_000;
const EVALUATED_AGE_MAX_MS = 30_000;
/** A message that could have left for this long means that delivery is behind. */
const DELIVERY_AGE_MAX_MS = 300_000;

/**
 * `storage`: why nothing can be stored, and since when; null where no fault is known. `delivery`: for how long the oldest message has been
 * due, and since when sending is paused. `spool`: the deliveries that wait for the database.
 */
type Checks = {
  database: 'pass' | 'fail';
  evaluatedUntil: string | null;
  evaluatedAgeMs: number | null;
  storage: { cause: DatabaseCause; since: string } | null;
  delivery: { ageMs: number; pausedAt: string | null } | null;
  spool: SpoolSize;
};
type SpoolSize = { deliveries: number; bytes: number };
const NOTHING_SPOOLED: SpoolSize = { deliveries: 0, bytes: 0 };
export type Readiness = { status: 'pass' | 'warn' | 'fail'; checks: Checks };

/**
 * Returns whether this process is ready: fail where the database does not answer within a second; warn where its disk is full, probes
 * wait in the spool, or evaluation or delivery is behind, because pages can still be served.
 */
export async function readiness(
  ctx: Pick<Context, 'web' | 'clock' | 'databaseFaults'>,
  spool = NOTHING_SPOOLED,
): Promise<Readiness> {
  const fault = ctx.databaseFaults.current();
  const storage = fault && { cause: fault.cause, since: new Date(fault.since).toISOString() };
  try {
    const [current, ages, paused] = await Promise.race([
      readAll(ctx),
      new Promise<never>((_, reject) =>
        setTimeout(() => reject(new Error('the database did not answer in time')), QUERY_TIMEOUT_MS).unref(),
      ),
    ]);
    const evaluatedUntil = reachedByEvaluation(current);
    const evaluatedAgeMs = evaluatedUntil === null ? null : ctx.clock.now() - evaluatedUntil;
    const isBehind = evaluatedAgeMs !== null && evaluatedAgeMs > EVALUATED_AGE_MAX_MS;
    const ageMs = Math.max(...ages.map((queue) => queue.ageMs));
    return {
      status: isBehind || storage || spool.deliveries > 0 || ageMs > DELIVERY_AGE_MAX_MS ? 'warn' : 'pass',
      checks: {
        storage,
        spool,
        delivery: { ageMs, pausedAt: paused === null ? null : new Date(paused).toISOString() },
        database: 'pass',
        evaluatedUntil: evaluatedUntil === null ? null : new Date(evaluatedUntil).toISOString(),
        evaluatedAgeMs,
      },
    };
  } catch {
    return {
      status: 'fail', // a failed query is a failed check
      checks: { storage, spool, delivery: null, database: 'fail', evaluatedUntil: null, evaluatedAgeMs: null },
    };
  }
}

async function readAll(ctx: Pick<Context, 'web' | 'clock'>) {
  const current = await loadCurrentStates(ctx.web);
  return [current, await queueAges(ctx.web, ctx.clock.now()), await pausedAt(ctx.web)] as const;
}
