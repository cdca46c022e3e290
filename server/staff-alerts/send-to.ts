import { setTimeout as wait } from 'node:timers/promises';
import type { TryResult } from '#domain/staff-alert-delivery';
import type { Context } from '../context.ts';
import type { ClaimedDelivery } from '../db/sql/staff-alert-deliveries.ts';
import type { AlertNews } from '../presenters/alert-news.ts';
import { staffAlertMail } from '../presenters/staff-alert-mail.ts';

/** A try takes no longer than this. */
export const TRY_MS_MAX = 15_000;

/** Sends news of an alert to a target and says what came of it; never rejects, and logs no address. */
export function sendTo(ctx: Pick<Context, 'mail'>, target: ClaimedDelivery['target'], news: AlertNews): Promise<TryResult> {
  return sendMail(ctx, target.address, news);
}

async function sendMail(ctx: Pick<Context, 'mail'>, to: string, news: AlertNews): Promise<TryResult> {
  const over = new AbortController();
  const late = wait(TRY_MS_MAX, 'timed_out' as const, { signal: over.signal }).catch(() => 'timed_out' as const); // it was sent in time
  const sent = ctx.mail.send({ to, ...staffAlertMail(news) }).then(
    () => 'sent' as const,
    () => 'failed' as const, // its words may hold the address
  );
  return Promise.race([sent, late]).finally(() => over.abort());
}
