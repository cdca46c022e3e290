import { setTimeout as wait } from 'node:timers/promises';
import { resultOfStatus, type TryResult } from '#domain/alerting/alert-deliveries';
import { staffAlertMail } from '#server/alerting/channels/alert-mail';
import type { AlertMessage } from '#server/alerting/channels/alert-message';
import { pagerDutyBodies, slackBody, webhookBody } from '#server/alerting/channels/alert-webhooks';
import type { DestinationAddress } from '#server/alerting/sql/destinations';
import type { Context } from '#server/context';

/** A try takes no longer than this; requests have the same limit of their own. */
export const TRY_MS_MAX = 15_000;

/** Sends news of an alert to a destination and says what came of it; never rejects, and logs no address. What takes several requests ends with the first that is not taken. */
export async function sendTo(
  ctx: Pick<Context, 'mail' | 'safeFetch'>,
  destination: DestinationAddress,
  news: AlertMessage,
): Promise<TryResult> {
  if (destination.kind === 'mail') return sendMail(ctx, destination.address, news);
  let result: TryResult = 'sent';
  for (const body of bodiesFor(destination, news)) {
    const outcome = await ctx.safeFetch.post({
      url: destination.address,
      body,
      headers: { 'content-type': 'application/json' },
    });
    result = outcome.kind === 'answered' ? resultOfStatus(outcome.status) : outcome.kind;
    if (result !== 'sent') break;
  }
  return result === 'gone' && destination.kind === 'slack' ? 'refused' : result; // Slack says so of a channel that is archived, which can be undone
}

function bodiesFor({ kind, routingKey }: DestinationAddress, news: AlertMessage): string[] {
  if (kind === 'pagerduty') return pagerDutyBodies(news, routingKey ?? '');
  return [kind === 'slack' ? slackBody(news) : webhookBody(news)];
}

async function sendMail(ctx: Pick<Context, 'mail'>, to: string, news: AlertMessage): Promise<TryResult> {
  const over = new AbortController();
  const late = wait(TRY_MS_MAX, 'timed_out' as const, { signal: over.signal }).catch(() => 'timed_out' as const); // it was sent in time
  const sent = ctx.mail.send({ to, ...staffAlertMail(news) }).then(
    () => 'sent' as const,
    () => 'failed' as const, // its words may hold the address
  );
  return Promise.race([sent, late]).finally(() => over.abort());
}
