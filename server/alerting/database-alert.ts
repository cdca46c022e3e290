import type { DatabaseCause } from '#domain/alerting/database-fault';
import type { Instant } from '#domain/time/interval';
import { databaseMessage } from '#server/alerting/channels/alert-message';
import { activeDestinations, type DestinationAddress } from '#server/alerting/sql/destinations';
import type { Context } from '#server/context';
import { newPublicId } from '#server/random';
import { sendTo } from './send-to.ts';

/** Staff hear that the database is gone when nothing could be done with it for this long: until then it may just have been started anew. */
export const DATABASE_GONE_MS = 90_000;
/** Whom to tell is read again after this, while the database answers. */
const TARGETS_READ_EVERY_MS = 10_000;

type Failing = { since: Instant; fromMs: number; told: string | null };
/** What was told of a fault; `cause` is null where it is not known. */
type Named = { id: string; since: Instant; cause: DatabaseCause | null };

/**
 * Tells staff once that the database cannot be worked with, and once that it can again; it remembers whom to tell from when it could. Each process
 * speaks for itself: what would make them agree is the database.
 */
export function createDatabaseAlert(ctx: Context) {
  let destinations: readonly DestinationAddress[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  let failing: Failing | null = null;
  let named: Named | null = null;

  async function tell(event: 'raised' | 'ended', { id, since, cause }: Named): Promise<void> {
    const news = databaseMessage({ id, event, since, cause }, ctx.publicOrigin, ctx.clock.now());
    const results = await Promise.all(
      destinations.map(async (destination) => ({
        destination: destination.id,
        result: await sendTo(ctx, destination, news),
      })),
    );
    for (const one of results.filter(({ result }) => result !== 'sent'))
      ctx.log.warn(one, 'word of the database was not taken');
  }

  /** A cause that is known is told at once: nothing gets better by waiting. It is told as over when it has not been met for a while. */
  async function tellCause(): Promise<void> {
    const fault = ctx.databaseFaults.current();
    if (fault !== null && named === null) {
      named = { ...fault, id: newPublicId(ctx.random) };
      await tell('raised', named);
    } else if (fault === null && named !== null) {
      const was = named;
      named = null;
      await tell('ended', was);
    }
  }

  return {
    /** Something could be done with the database. */
    async noteWell(): Promise<void> {
      if (ctx.clock.monotonicMs() - readAtMs >= TARGETS_READ_EVERY_MS) {
        destinations = await activeDestinations(ctx.worker);
        readAtMs = ctx.clock.monotonicMs();
      }
      const was = failing;
      failing = null;
      await tellCause();
      if (was?.told != null) await tell('ended', { id: was.told, since: was.since, cause: null });
    },
    /** Nothing could. */
    async noteFailed(): Promise<void> {
      failing ??= { since: ctx.clock.now(), fromMs: ctx.clock.monotonicMs(), told: null };
      await tellCause();
      if (named !== null) return; // whoever knows the cause needs no second alert
      if (failing.told !== null || ctx.clock.monotonicMs() - failing.fromMs < DATABASE_GONE_MS) return;
      failing.told = newPublicId(ctx.random);
      await tell('raised', { id: failing.told, since: failing.since, cause: null });
    },
  };
}
