import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { placeOf } from '#server/identity/sign-in/rate-limit-key';
import type { Client } from '#server/identity/sign-in/request-client';
import { endpointAddress } from '#server/subscribers/endpoint-address';
import { linkRequestSchema, requestSchema } from '#server/subscribers/schemas';
import { type NewRequest, storeRequest } from '#server/subscribers/sql/requests';

/** Stores a request within the limits. Errors: too_many_attempts. */
export async function storeWithinLimits(
  ctx: Pick<Context, 'web' | 'clock'>,
  client: Client,
  request: Omit<NewRequest, 'network'>,
): Promise<void> {
  const network = placeOf(client.address) || 'unknown';
  if (!(await storeRequest(ctx.web, { ...request, network }, ctx.clock.now())))
    throw new AppError('too_many_attempts', 'Too many subscription requests. Try again in an hour.');
}

/**
 * Stores what a visitor asks for; the worker decides and mails a link. Neither the answer nor the statements depend on whether the address
 * is known. Errors: invalid_input, too_many_attempts.
 */
export async function requestSubscription(ctx: Context, client: Client, input: unknown): Promise<void> {
  const { channel, address, ...choice } = parseInput(requestSchema, input);
  const isWebhook = channel === 'webhook';
  await storeWithinLimits(ctx, client, {
    channel,
    address: isWebhook ? endpointAddress(ctx, address) : address,
    recipient: choice.ownerEmail ?? address,
    choice: { ...choice, kind: 'subscribe' },
  });
}

/** Stores that a visitor asks for links to the subscriptions of an address. Errors: as above. */
export async function requestLinks(ctx: Context, client: Client, input: unknown): Promise<void> {
  const { address } = parseInput(linkRequestSchema, input);
  await storeWithinLimits(ctx, client, { channel: 'email', address, recipient: address, choice: { kind: 'links' } });
}
