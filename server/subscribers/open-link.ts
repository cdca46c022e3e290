import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { type LinkedSubscriber, linkedSubscriber } from '#server/subscribers/sql/linked-subscriber';
import { type Link, linkKey, readLinkToken } from './link-token.ts';

type Reads = Pick<Context, 'staff' | 'random' | 'clock' | 'web'>;

/** What a link leads to. `expired`: Candor has signed it, and it is too old. */
export type OpenedLink =
  | { kind: 'open'; subscriber: LinkedSubscriber }
  | { kind: 'expired'; subscriber: LinkedSubscriber }
  | { kind: 'absent' };

/**
 * Returns the subscription that a link is for. A link to unsubscribe works for every earlier version, so that the one in an old mail never
 * fails; the page of a subscription also accepts it for that.
 */
export async function openLink(ctx: Reads, token: string, purpose: Link['purpose']): Promise<OpenedLink> {
  const link = readLinkToken(await linkKey(ctx), token);
  const fits = link && (link.purpose === purpose || (purpose === 'unsubscribe' && link.purpose === 'manage'));
  if (!fits) return { kind: 'absent' };
  const subscriber = await linkedSubscriber(ctx.web, link.publicId);
  if (!subscriber) return { kind: 'absent' };
  const isCurrent = link.linkVersion === subscriber.linkVersion || link.purpose === 'unsubscribe';
  if (!isCurrent || (subscriber.state === 'ended' && purpose !== 'unsubscribe')) return { kind: 'absent' };
  const isExpired = link.expiresAt !== null && link.expiresAt <= ctx.clock.now();
  return { kind: isExpired ? 'expired' : 'open', subscriber };
}

/** Returns the subscription of a link that works. Errors: not_found. */
export async function openedLink(ctx: Reads, token: string, purpose: Link['purpose']): Promise<LinkedSubscriber> {
  const opened = await openLink(ctx, token, purpose);
  if (opened.kind === 'open') return opened.subscriber;
  throw new AppError('not_found', 'This link has expired or is no longer valid. Open the link in your latest e-mail.');
}
