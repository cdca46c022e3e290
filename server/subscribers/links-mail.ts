import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import { renderMail } from '#server/mail/render-mail';
import type { LinkedSubscriber } from '#server/subscribers/sql/linked-subscriber';
import { confirmLink, subscriberLinks } from './link-token.ts';

const TEXT = enMail.subscription.links;

type Sending = { brand: Pick<Brand, 'title' | 'name' | 'accent'>; key: Buffer; origin: string; at: Instant };

/** Returns one mail with the links to all subscriptions of a recipient, as they are now. Those that are not confirmed get a link to confirm. */
export function linksMail(to: string, subscriptions: readonly LinkedSubscriber[], sending: Sending): Message {
  const { brand, key, origin, at } = sending;
  const site = enMail.site(brand.name);
  const own = subscriptions.filter(
    ({ state, address, ownerEmail }) => state !== 'ended' && (ownerEmail ?? address) === to,
  );
  const blocks = own.flatMap((one) => {
    const addressed = { publicId: one.id, linkVersion: one.linkVersion };
    const isConfirm = one.state === 'unconfirmed' || one.state === 'suppressed';
    const confirm = confirmLink(key, origin, addressed, at);
    return [
      { label: nameOf(one), text: isConfirm ? TEXT.unconfirmed(formatFullMoment(confirm.expiresAt)) : '' },
      isConfirm
        ? { link: TEXT.confirm, text: confirm.url }
        : { link: TEXT.manage, text: subscriberLinks(key, origin, addressed).manage },
    ];
  });
  const parts = renderMail({
    brand,
    head: { tone: 'neutral', title: TEXT.title(site) },
    body: [TEXT.intro, ...blocks],
    button: { label: TEXT.button, url: origin },
    reason: TEXT.reason(to, site),
  });
  return { to, subject: `[${brand.title}] ${TEXT.subject}`, ...parts };
}

/** Names a subscription: by its incident, the host of its endpoint, or as e-mail. */
function nameOf({ channel, address, incident }: LinkedSubscriber): string {
  const what = channel === 'webhook' ? TEXT.webhook(new URL(address ?? '').host) : TEXT.email;
  return incident === null ? what : TEXT.ofIncident(what, incident.title);
}
