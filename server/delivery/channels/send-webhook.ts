import { type Attempt, outcomeOfStatus } from '#domain/delivery/attempt';
import type { Context } from '#server/context';
import type { Envelope } from '#server/delivery/lanes/events';
import type { ClaimedDelivery } from '#server/delivery/sql/claims';
import { signWebhook } from './sign-webhook.ts';

type Endpoint = { address: string; secrets: readonly string[] };
type Sending = Pick<Context, 'safeFetch' | 'clock'>;

/** Posts a signed body to an endpoint once. A retry has the same `id`, by which receivers recognise a repeat. */
async function postWebhook(
  ctx: Sending,
  { address, secrets }: Endpoint,
  { id, body }: { id: string; body: string },
): Promise<Attempt> {
  const headers = signWebhook({ id, at: ctx.clock.now(), body, secrets });
  const outcome = await ctx.safeFetch.post({ url: address, body, headers });
  if (outcome.kind !== 'answered') return { outcome: outcome.kind, isFinal: false, answer: null, retryAfterMs: null };
  const { status, excerpt, retryAfterMs } = outcome;
  const kind = outcomeOfStatus(status);
  return { outcome: kind, isFinal: kind === 'gone', answer: `${status} ${excerpt}`.trim(), retryAfterMs };
}

/** Adds the number of the delivery to the body that all subscribers of an event get. */
function withSequence(body: string, sequence: number | null): string {
  return sequence === null ? body : `${body.slice(0, -1)},"sequence":${sequence}}`;
}

/** Sends an event to a webhook once. */
export function sendWebhook(ctx: Sending, delivery: ClaimedDelivery & { event: Envelope }): Promise<Attempt> {
  const { subscriber, event, sequence } = delivery;
  return postWebhook(ctx, subscriber, {
    id: `msg_${event.publicId}_${subscriber.publicId}`,
    body: withSequence(event.body, sequence),
  });
}
