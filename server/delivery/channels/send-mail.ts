import type { Attempt } from '#domain/delivery/attempt';
import type { Brand } from '#domain/site/brand';
import type { Context, Message } from '#server/context';
import type { SentDelivery } from '#server/delivery/lanes/events';
import type { ClaimedDelivery } from '#server/delivery/sql/claims';
import type { ClaimedNotice } from '#server/delivery/sql/notices';
import { assert } from '#server/errors';
import type { MailIcons } from '#server/mail/mail-icons';
import { subscriberLinks } from '#server/subscribers/link-token';
import { linksMail } from '#server/subscribers/links-mail';
import { noticeMail } from '#server/subscribers/notice-mail';
import type { LinkedSubscriber } from '#server/subscribers/sql/linked-subscriber';
import { digestMail } from './digest-mail.ts';
import { eventMail, type MailRecipient } from './event-mail.ts';
import { subscriberHeaders } from './subscriber-headers.ts';

type Sending = Pick<Context, 'subscriberMail' | 'publicOrigin'>;
/** What all mails of one claim share. `key` signs their links. */
export type Letterhead = { brand: Brand; key: Buffer; logo: Uint8Array | null; icons: MailIcons };

/** Sends an event by mail once. `isWanted`: asked again if the mail had to wait. */
export function sendMail(
  ctx: Sending,
  { subscriber, event, earlier, isFirst }: SentDelivery,
  { brand, key, logo, icons }: Letterhead,
  isWanted: () => Promise<boolean>,
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
    isWanted,
  );
}

function subjectOf({ isOfIncident, components }: ClaimedDelivery['subscriber']): MailRecipient['subject'] {
  if (isOfIncident) return { kind: 'incident' };
  return components.length === 0 ? { kind: 'all' } : { kind: 'components', names: components };
}

/** A claimed notice. `linked`: the subscriptions to which it has links. */
type HeadedNotice = ClaimedNotice & { linked: readonly LinkedSubscriber[] };

/** Sends a notice by e-mail once. Confirmations have no unsubscribe link, because the subscription is not active yet; links are to each subscription. */
export function sendNotice(
  ctx: Sending,
  { id, notice, subscriber, createdAt, linked }: HeadedNotice,
  { brand, key }: Letterhead,
): Promise<Attempt> {
  const origin = ctx.publicOrigin;
  const { unsubscribe } = subscriberLinks(key, origin, subscriber);
  const isList = notice.kind !== 'confirm' && notice.kind !== 'links';
  const sending = { brand, key, origin, at: createdAt };
  return attempt(ctx, {
    ...(notice.kind === 'links'
      ? linksMail(subscriber.ownerEmail ?? subscriber.address, linked, sending)
      : noticeMail(notice, subscriber, sending)),
    messageId: `<notice-${id}.sub-${subscriber.publicId}@${new URL(origin).hostname}>`,
    ...(brand.name === null ? {} : { senderName: brand.name }),
    headers: isList
      ? subscriberHeaders({ unsubscribe, title: brand.title, origin })
      : { 'X-Auto-Response-Suppress': 'All' },
  });
}

async function attempt(ctx: Sending, message: Message, isWanted?: () => Promise<boolean>): Promise<Attempt> {
  const outcome = await ctx.subscriberMail.send(message, isWanted);
  const isFinal = outcome.kind !== 'sent' && outcome.isFinal;
  return { outcome: outcome.kind, isFinal, answer: outcome.answer, retryAfterMs: null };
}
