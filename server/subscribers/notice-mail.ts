import type { Brand } from '#domain/site/brand';
import type { SubscriberChannel } from '#domain/subscription/subscription';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import { renderMail } from '#server/mail/render-mail';
import { confirmLink, subscriberLinks } from './link-token.ts';
import type { SubscriptionNotice } from './notice.ts';

/** The subscriber of a notice, with its addresses as they are now. */
export type NoticedSubscriber = {
  publicId: string;
  channel: SubscriberChannel;
  address: string;
  ownerEmail: string | null;
  linkVersion: number;
};
/** `at`: when the notice was written; keeps resent e-mails identical. */
type Sending = { brand: Pick<Brand, 'title' | 'name' | 'accent'>; key: Buffer; origin: string; at: Instant };

/** Returns the mail of a notice. It goes to the subscriber; for a webhook to the owner, with only the host of its endpoint. */
export function noticeMail(
  { kind }: SubscriptionNotice,
  subscriber: NoticedSubscriber,
  { brand, key, origin, at }: Sending,
): Message {
  const texts = enMail.subscription;
  const isWebhook = subscriber.channel === 'webhook';
  const to = isWebhook ? (subscriber.ownerEmail ?? '') : subscriber.address;
  const site = enMail.site(brand.name);
  const host = isWebhook ? new URL(subscriber.address).host : '';
  const confirm = confirmLink(key, origin, subscriber, at);
  const { manage } = subscriberLinks(key, origin, subscriber);
  const isConfirm = kind === 'confirm';
  const { title, body, button } = isConfirm && isWebhook ? texts.confirm_webhook : texts[kind];
  const parts = renderMail({
    brand,
    head: { tone: 'neutral', title: title(site) },
    body: [
      ...body.map((line) => line(host || to)),
      ...(isConfirm ? [texts.expires(formatFullMoment(confirm.expiresAt))] : []),
    ],
    button: { label: button, url: isConfirm ? confirm.url : manage },
    reason: (isConfirm ? texts.reasonAsked : texts.reason)(to, site),
  });
  return { to, subject: `[${brand.title}] ${texts.subject[kind]}`, ...parts };
}
