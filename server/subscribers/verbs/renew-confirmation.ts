import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import type { Client } from '#server/identity/sign-in/request-client';
import { openLink } from '#server/subscribers/open-link';
import { storeWithinLimits } from './request-subscription.ts';

/** Asks for another link to confirm, by one that has expired. It goes to the same address. Errors: not_found, too_many_attempts. */
export async function renewConfirmation(ctx: Context, client: Client, { token }: { token: string }): Promise<void> {
  const opened = await openLink(ctx, token, 'confirm');
  if (opened.kind === 'absent') throw new AppError('not_found', 'This link is no longer valid. Subscribe again.');
  const { channel, address, ownerEmail, incident, ...rest } = opened.subscriber;
  const { components, minimumImpact, events, language, timeZone, format } = rest;
  const choice = { components, minimumImpact, events, language, timeZone, format, ownerEmail };
  await storeWithinLimits(ctx, client, {
    channel,
    address: address ?? '',
    recipient: ownerEmail ?? address ?? '',
    choice: { ...choice, kind: 'subscribe', incident: incident?.id ?? null },
  });
}
