import type { Attempt } from '#domain/delivery/attempt';
import type { Brand } from '#domain/site/brand';
import type { Context, Message } from '#server/context';
import type { SentDelivery } from '#server/delivery/lanes/events';
import type { ClaimedDelivery } from '#server/delivery/sql/claims';
import type { ClaimedNotice } from '#server/delivery/sql/notices';
import { assert } from '#server/errors';
import type { MailIcons } from '#server/mail/mail-icons';
import { subscriberLinks } from '#server/subscribers/link-token';
import { noticeMail } from '#server/subscribers/notice-mail';
import { digestMail } from './digest-mail.ts';
import { eventMail, type MailRecipient } from './event-mail.ts';
import { subscriberHeaders } from './subscriber-headers.ts';

type Sending = Pick<Context, 'subscriberMail' | 'publicOrigin'>;
/** What all mails of one claim share. `key` signs their links. */
export type Letterhead = { brand: Brand; key: Buffer; logo: Uint8Array | null; icons: MailIcons };

/** Sends an event by mail once. */
export function sendMail(
  ctx: Sending,
  { subscriber, event, earlier, isFirst }: SentDelivery,
  { brand, key, logo, icons }: Letterhead,
): Promise<Attempt> {
  const content = event.mail;
  assert(content, 'fan-out stores what mails say');
  const { address, publicId, timeZone } = subscriber;
  const mail = {
    event: event.publicId,
    recipient: {
      address,
      publicId,
      timeZone,
      subject: subjectOf(subscriber),
      links: subscriberLinks(key, ctx.publicOrigin, subscriber),
    },
    brand,
    images: { logo, icon: icons.get(content.tone) ?? null },
    origin: ctx.publicOrigin,
  };
  const before = earlier.flatMap((one) => one.mail ?? []);
  return attempt(
    ctx,
    earlier.length === 0
      ? eventMail({ ...mail, content, isFirst })
      : digestMail({ ...mail, contents: [...before, content] }),
  );
}

function subjectOf({ isOfIncident, components }: ClaimedDelivery['subscriber']): MailRecipient['subject'] {
  if (isOfIncident) return { kind: 'incident' };
  return components.length === 0 ? { kind: 'all' } : { kind: 'components', names: components };
}

/** Sends a notice by e-mail once. Confirmations have no unsubscribe link, because the subscription is not active yet. */
export function sendNotice(
  ctx: Sending,
  { id, notice, subscriber, createdAt }: ClaimedNotice,
  { brand, key }: Letterhead,
): Promise<Attempt> {
  const origin = ctx.publicOrigin;
  const { unsubscribe } = subscriberLinks(key, origin, subscriber);
  const isList = notice.kind !== 'confirm';
  return attempt(ctx, {
    ...noticeMail(notice, subscriber, { brand, key, origin, at: createdAt }),
    messageId: `<notice-${id}.sub-${subscriber.publicId}@${new URL(origin).hostname}>`,
    ...(brand.name === null ? {} : { senderName: brand.name }),
    headers: isList
      ? subscriberHeaders({ unsubscribe, title: brand.title, origin })
      : { 'X-Auto-Response-Suppress': 'All' },
  });
}

async function attempt(ctx: Sending, message: Message): Promise<Attempt> {
  const outcome = await ctx.subscriberMail.send(message);
  const isFinal = outcome.kind !== 'sent' && outcome.isFinal;
  return { outcome: outcome.kind, isFinal, answer: outcome.answer, retryAfterMs: null };
}
