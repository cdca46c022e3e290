import type { DatabaseCause } from '#domain/alerting/database-fault';
import type { Instant } from '#domain/time/interval';
import { databaseMessage } from '#server/alerting/channels/alert-message';
import { activeDestinations, type DestinationAddress } from '#server/alerting/sql/destinations';
import type { Context } from '#server/context';
import { newPublicId } from '#server/random';
import { sendTo } from './send-to.ts';

/** Staff are alerted when the database has been unavailable for this long. A shorter failure may be a restart. */
export const DATABASE_UNAVAILABLE_MS = 90_000;
/** While the database is available, the destinations are read again after this time. */
const DESTINATIONS_READ_EVERY_MS = 10_000;

/** `alertId`: the id of the alert that was sent, or null before it. */
type Outage = { since: Instant; fromMs: number; alertId: string | null };
/** A fault that was alerted. `cause` is null if it is not known. */
type AlertedFault = { id: string; since: Instant; cause: DatabaseCause | null };

/**
 * Alerts staff once when the database is unavailable, and once when it is available again. It sends to the destinations that it last read. Each process
 * alerts for itself, because the processes could only coordinate through the database.
 */
export function createDatabaseAlert(ctx: Context) {
  let destinations: readonly DestinationAddress[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  let outage: Outage | null = null;
  let knownFault: AlertedFault | null = null;

  async function send(event: 'raised' | 'ended', { id, since, cause }: AlertedFault): Promise<void> {
    const message = databaseMessage({ id, event, since, cause }, ctx.publicOrigin, ctx.clock.now());
    const results = await Promise.all(
      destinations.map(async (destination) => ({
        destination: destination.id,
        result: await sendTo(ctx, destination, message),
      })),
    );
    for (const one of results.filter(({ result }) => result !== 'sent'))
      ctx.log.warn(one, 'database alert delivery failed');
  }

  /** A fault with a known cause is alerted at once, because it does not pass on its own. It ends when it has not occurred for a while. */
  async function followKnownFault(): Promise<void> {
    const fault = ctx.databaseFaults.current();
    if (fault !== null && knownFault === null) {
      knownFault = { ...fault, id: newPublicId(ctx.random) };
      await send('raised', knownFault);
    } else if (fault === null && knownFault !== null) {
      const ended = knownFault;
      knownFault = null;
      await send('ended', ended);
    }
  }

  return {
    /** Notes that the database worked. */
    async noteAvailable(): Promise<void> {
      if (ctx.clock.monotonicMs() - readAtMs >= DESTINATIONS_READ_EVERY_MS) {
        destinations = await activeDestinations(ctx.alerts);
        readAtMs = ctx.clock.monotonicMs();
      }
      const ended = outage;
      outage = null;
      await followKnownFault();
      if (ended?.alertId != null) await send('ended', { id: ended.alertId, since: ended.since, cause: null });
    },
    /** Notes that the database did not work. */
    async noteUnavailable(): Promise<void> {
      outage ??= { since: ctx.clock.now(), fromMs: ctx.clock.monotonicMs(), alertId: null };
      await followKnownFault();
      if (knownFault !== null) return; // the alert with the cause is enough
      if (outage.alertId !== null || ctx.clock.monotonicMs() - outage.fromMs < DATABASE_UNAVAILABLE_MS) return;
      outage.alertId = newPublicId(ctx.random);
      await send('raised', { id: outage.alertId, since: outage.since, cause: null });
    },
  };
}
