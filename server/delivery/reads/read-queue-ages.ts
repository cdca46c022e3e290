import type { Context } from '#server/context';
import { type QueueAge, queueAges } from '#server/delivery/sql/queue-age';

/** Returns the age of each queue of deliveries, or none while the database is unavailable, because the other metrics matter then. */
export async function readQueueAges(ctx: Pick<Context, 'web' | 'clock'>): Promise<QueueAge[]> {
  return queueAges(ctx.web, ctx.clock.now()).catch(() => []); // readiness reports that the database is unavailable
}
