import { readBrand } from '#server/catalog/reads/read-brand';
import { readLogoRaster } from '#server/catalog/reads/read-brand-image';
import type { Context } from '#server/context';
import { type Letterhead, sendMail } from '#server/delivery/channels/send-mail';
import { sendWebhook } from '#server/delivery/channels/send-webhook';
import type { SubscriberLane } from '#server/delivery/wake';
import { type MailIcons, readMailIcons } from '#server/mail/mail-icons';
import { linkKey } from '#server/subscribers/link-token';
import { CLAIM_MS, createEventLane } from './event-lane.ts';
import { createNoticeLane } from './notice-lane.ts';

/** Deliveries in progress at once, per lane and process. Slow receivers occupy the slots of webhooks for at most the timeout of a request. */
const WEBHOOK_SLOTS = 1_000;
const RETRY_SLOTS = 200;
const MAIL_SLOTS = 100;
/** Mails wait in the lane for the rate limit, at most this long, so that no claim expires before. */
const MAIL_WAIT_SECONDS = 5;

/** A larger logo is left out of mails, because each mail contains it. */
const LOGO_BYTES_MAX = 20_000;

function smallLogo(png: Uint8Array | null): Uint8Array | null {
  return png !== null && png.length <= LOGO_BYTES_MAX ? png : null;
}

/** Makes the lanes of a process. `claimMs`: must be longer than any try. */
export function createLanes(ctx: Context, claimMs = CLAIM_MS) {
  let key: Promise<Buffer> | undefined;
  let icons: Promise<MailIcons> | undefined;
  const keyOfLinks = () => (key ??= linkKey(ctx));
  const letterhead = async (): Promise<Letterhead> => ({
    brand: await readBrand(ctx),
    logo: smallLogo(await readLogoRaster(ctx)),
    icons: await (icons ??= readMailIcons()),
    key: await keyOfLinks(),
  });
  const mailSlots = Math.max(1, Math.min(MAIL_SLOTS, Math.floor(ctx.subscriberMail.perSecond * MAIL_WAIT_SECONDS)));
  const webhooks = (name: 'webhook' | 'webhook_retry', slots: number) =>
    createEventLane(ctx, {
      name,
      slots,
      claimMs,
      prepare: keyOfLinks,
      send: (delivery, shared) => sendWebhook(ctx, delivery, shared),
    });
  const mails = (name: 'mail' | 'mail_retry') =>
    createEventLane(ctx, {
      name,
      slots: mailSlots,
      claimMs,
      prepare: letterhead,
      send: (delivery, shared, isWanted) => sendMail(ctx, delivery, shared, isWanted),
    });
  return {
    mail: mails('mail'),
    mail_retry: mails('mail_retry'),
    webhook: webhooks('webhook', WEBHOOK_SLOTS),
    webhook_retry: webhooks('webhook_retry', RETRY_SLOTS),
    notice: createNoticeLane(ctx, mailSlots, letterhead),
  } satisfies Record<SubscriberLane, unknown>;
}
