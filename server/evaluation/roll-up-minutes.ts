import { type Instant, union } from '#domain/time/interval';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { rollUp, takeDirtyMinutes } from '#server/evaluation/sql/minute-rollups';

const MINUTE_MS = 60_000;
/** Minutes are computed this long after their end, so that most are computed once. */
const SETTLE_MS = 5_000;
const SPANS_MAX = 5_000;
const PIECE_MS = 6 * 3_600_000;

/** Computes the minutes that were evaluated since the last call, up to the last whole minute before `evaluatedUntil`. Returns their number of spans. */
export async function rollUpMinutes(ctx: Pick<Context, 'worker'>, evaluatedUntil: Instant): Promise<number> {
  const before = Math.floor((evaluatedUntil - SETTLE_MS) / MINUTE_MS) * MINUTE_MS;
  return transaction(ctx.worker, async (client) => {
    const taken = await takeDirtyMinutes(client, before, SPANS_MAX);
    const minutes = union(
      taken.map(({ from, to }) => ({
        from: Math.floor(from / MINUTE_MS) * MINUTE_MS,
        to: (Math.floor(to / MINUTE_MS) + 1) * MINUTE_MS,
      })),
    );
    for (const { from, to } of minutes)
      for (let at = from; at < to; at += PIECE_MS) await rollUp(client, at, Math.min(at + PIECE_MS, to));
    return minutes.length;
  });
}
