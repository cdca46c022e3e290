import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import type { createLanes } from './create-lanes.ts';

/**
 * Fans out and delivers until nothing is due by the clock of the context. A running process needs no call of it; a replay calls it whenever its clock moves.
 */
export async function drain(ctx: Context, lanes: ReturnType<typeof createLanes>): Promise<void> {
  const { mail_retry, webhook_retry, mail, webhook, notice } = lanes;
  do {
    await Promise.all([mail_retry, webhook_retry].map((lane) => lane.run())); // first, because later events wait for retries
    await Promise.all([mail.run(), webhook.run(), notice.run()]);
  } while ((await fanOut(ctx)).events > 0);
}
