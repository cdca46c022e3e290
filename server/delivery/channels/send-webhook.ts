import { type Attempt, outcomeOfStatus } from '#domain/delivery/attempt';
import type { Context } from '#server/context';
import type { SentDelivery } from '#server/delivery/lanes/events';
import { digestBody } from '#server/site/formats/events/digest-body';
import { statuspageBody } from '#server/site/formats/events/statuspage-body';
import { subscriberLinks } from '#server/subscribers/link-token';
import { signWebhook } from './sign-webhook.ts';

/** The page about webhooks in the body of Statuspage. */
const DOCUMENTATION_PATH = '/developers';

type Endpoint = { address: string; secrets: readonly string[] };
type Sending = Pick<Context, 'safeFetch' | 'clock' | 'publicOrigin'>;

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

/** Returns the body of a webhook in the format of its subscription. `key` signs the link to unsubscribe. */
function bodyOf(
  { publicOrigin }: Sending,
  { subscriber, event, earlier, sequence }: SentDelivery,
  key: Buffer,
): string {
  if (subscriber.format === 'standard')
    return withSequence(
      earlier.length === 0 ? event.body : digestBody([...earlier, event].map(({ content }) => content)),
      sequence,
    );
  const { unsubscribe } = subscriberLinks(key, publicOrigin, subscriber);
  return statuspageBody(event, { unsubscribe, documentation: `${publicOrigin}${DOCUMENTATION_PATH}` });
}

/** Sends an event to a webhook once. */
export function sendWebhook(ctx: Sending, delivery: SentDelivery, key: Buffer): Promise<Attempt> {
  const { subscriber, event } = delivery;
  const id = `msg_${event.publicId}_${subscriber.publicId}`;
  return postWebhook(ctx, subscriber, { id, body: bodyOf(ctx, delivery, key) });
}
