import type { Instant } from '#domain/interval';
import type { Context } from '../context.ts';
import { activeTargets, type TargetAddress } from '../db/sql/staff-alert-targets.ts';
import { databaseNews } from '../presenters/alert-news.ts';
import { newPublicId } from '../random.ts';
import { sendTo } from './send-to.ts';

/** Staff hear that the database is gone when nothing could be done with it for this long: until then it may just have been started anew. */
export const DATABASE_GONE_MS = 90_000;
/** Whom to tell is read again after this, while the database answers. */
const TARGETS_READ_EVERY_MS = 10_000;

type Failing = { since: Instant; fromMs: number; told: string | null };

/**
 * Tells staff once that the database cannot be worked with, and once that it can again; it remembers whom to tell from when it could. Each process
 * speaks for itself: what would make them agree is the database.
 */
export function createDatabaseWord(ctx: Context) {
  let targets: readonly TargetAddress[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  let failing: Failing | null = null;

  async function tell(event: 'told' | 'ended', id: string, since: Instant): Promise<void> {
    const news = databaseNews({ id, event, since }, ctx.publicOrigin, ctx.clock.now());
    const results = await Promise.all(targets.map(async (target) => ({ target: target.id, result: await sendTo(ctx, target, news) })));
    for (const one of results.filter(({ result }) => result !== 'sent')) ctx.log.warn(one, 'word of the database was not taken');
  }

  return {
    /** Something could be done with the database. */
    async noteWell(): Promise<void> {
      if (ctx.clock.monotonicMs() - readAtMs >= TARGETS_READ_EVERY_MS) {
        targets = await activeTargets(ctx.worker);
        readAtMs = ctx.clock.monotonicMs();
      }
      const was = failing;
      failing = null;
      if (was?.told != null) await tell('ended', was.told, was.since);
    },
    /** Nothing could. */
    async noteFailed(): Promise<void> {
      failing ??= { since: ctx.clock.now(), fromMs: ctx.clock.monotonicMs(), told: null };
      if (failing.told !== null || ctx.clock.monotonicMs() - failing.fromMs < DATABASE_GONE_MS) return;
      failing.told = newPublicId(ctx.random);
      await tell('told', failing.told, failing.since);
    },
  };
}
