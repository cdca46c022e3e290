import { DAY_MS } from '#domain/time/calendar';
import type { Context } from '#server/context';
import { deleteBodies, deleteDetails, deleteNotices } from '#server/delivery/sql/retention';

/** Deliveries of an event, after the last event of its incident. */
const DETAILS_MS_MAX = 90 * DAY_MS;
const NOTICES_MS_MAX = 30 * DAY_MS;
/** Bodies of events, which webhooks catch up by. More than a year, so that an audit of the last year can read them. */
const BODIES_MS_MAX = 400 * DAY_MS;
/** Of one run. The next run continues. */
const EVENTS_MAX = 500;
const ROWS_AT_ONCE = 1_000;
const BATCHES_MAX = 100;

/** Deletes deliveries, notices and bodies of events whose period of retention is over, in short transactions. Totals of events stay. */
export async function purgeDeliveries(ctx: Pick<Context, 'delivery' | 'clock'>): Promise<void> {
  const now = ctx.clock.now();
  for (let i = 0; i < EVENTS_MAX; i++) if (!(await deleteDetails(ctx.delivery, now - DETAILS_MS_MAX, now))) break;
  await inBatches(() => deleteNotices(ctx.delivery, now - NOTICES_MS_MAX, ROWS_AT_ONCE));
  await inBatches(() => deleteBodies(ctx.delivery, now - BODIES_MS_MAX, ROWS_AT_ONCE));
}

async function inBatches(batch: () => Promise<number>): Promise<void> {
  for (let i = 0; i < BATCHES_MAX; i++) if ((await batch()) < ROWS_AT_ONCE) return;
}
