import { setTimeout as wait } from 'node:timers/promises';
import { resultOfStatus, type TryResult } from '#domain/alerting/alert-deliveries';
import { staffAlertMail } from '#server/alerting/channels/alert-mail';
import type { AlertMessage } from '#server/alerting/channels/alert-message';
import { pagerDutyBodies, slackBody, webhookBody } from '#server/alerting/channels/alert-webhooks';
import type { DestinationAddress } from '#server/alerting/sql/destinations';
import { readBrand } from '#server/catalog/reads/read-brand';
import type { Context } from '#server/context';

/** Limit for one try by mail. HTTP requests have the same limit of their own. */
export const TRY_MS_MAX = 15_000;

/**
 * Sends a message to a destination and returns the result. Never rejects, and logs no address. A message of several requests stops at the first one that
 * fails.
 */
export async function sendTo(
  ctx: Pick<Context, 'alertMail' | 'alertFetch' | 'web'>,
  destination: DestinationAddress,
  message: AlertMessage,
): Promise<TryResult> {
  if (destination.kind === 'mail') return sendMail(ctx, destination.address, message);
  let result: TryResult = 'sent';
  for (const body of bodiesFor(destination, message)) {
    const outcome = await ctx.alertFetch.post({
      url: destination.address,
      body,
      headers: { 'content-type': 'application/json' },
    });
    result = outcome.kind === 'answered' ? resultOfStatus(outcome.status) : outcome.kind;
    if (result !== 'sent') break;
  }
  return result === 'gone' && destination.kind === 'slack' ? 'refused' : result; // Slack answers 410 for an archived channel, which can be restored
}

function bodiesFor({ kind, routingKey }: DestinationAddress, message: AlertMessage): string[] {
  if (kind === 'pagerduty') return pagerDutyBodies(message, routingKey ?? '');
  return [kind === 'slack' ? slackBody(message) : webhookBody(message)];
}

async function sendMail(
  ctx: Pick<Context, 'alertMail' | 'web'>,
  to: string,
  message: AlertMessage,
): Promise<TryResult> {
  const done = new AbortController();
  const timeout = wait(TRY_MS_MAX, 'timed_out' as const, { signal: done.signal }).catch(() => 'timed_out' as const); // aborted because the mail was sent in time
  const sent = readBrand(ctx)
    .then((brand) => ctx.alertMail.send(staffAlertMail(to, message, brand)))
    .then(
      () => 'sent' as const,
      () => 'failed' as const, // the error may contain the address
    );
  return Promise.race([sent, timeout]).finally(() => done.abort());
}
