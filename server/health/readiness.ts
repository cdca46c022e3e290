import type { Context } from '../context.ts';
import { loadHeads } from '../db/sql/component-heads.ts';
import { judgedUpToOf } from '../status/evaluate.ts';

const QUERY_TIMEOUT_MS = 1_000;
const JUDGED_AGE_MAX_MS = 30_000;

export type Readiness = { status: 'pass' | 'warn' | 'fail'; checks: { database: 'pass' | 'fail'; judgedUpTo: string | null; judgedAgeMs: number | null } };

/** Whether this process can do its work: the database answers within a second (else fail), and judgement is not behind (else warn). */
export async function readiness(ctx: Pick<Context, 'web' | 'clock'>): Promise<Readiness> {
  try {
    const heads = await Promise.race([
      loadHeads(ctx.web),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer in time')), QUERY_TIMEOUT_MS).unref()),
    ]);
    const judgedUpTo = judgedUpToOf(heads);
    const judgedAgeMs = judgedUpTo === null ? null : ctx.clock.now() - judgedUpTo;
    const isBehind = judgedAgeMs !== null && judgedAgeMs > JUDGED_AGE_MAX_MS;
    return {
      status: isBehind ? 'warn' : 'pass',
      checks: { database: 'pass', judgedUpTo: judgedUpTo === null ? null : new Date(judgedUpTo).toISOString(), judgedAgeMs },
    };
  } catch {
    return { status: 'fail', checks: { database: 'fail', judgedUpTo: null, judgedAgeMs: null } }; // the database's silence is the answer
  }
}
