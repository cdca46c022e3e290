import { excerptOf } from '#domain/incident/excerpt';
import type { Brand } from '#domain/site/brand';
import { type ZonedFormat, zonedFormat } from '#domain/time/zoned-format';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import type { MailBlock, MailImages } from '#server/mail/mail-parts';
import { renderMail } from '#server/mail/render-mail';
import { byIncident } from '#server/site/formats/events/digest-body';
import type { MailRecipient } from './event-mail.ts';
import type { MailContent } from './mail-content.ts';
import { lineText, subjectText } from './mail-lines.ts';
import { subscriberHeaders } from './subscriber-headers.ts';

const TEXT = enMail.digest;
/** Incidents in a digest, and changes of each besides the latest. The page has the others. */
const INCIDENTS_MAX = 20;
const CHANGES_MAX = 8;

/** `event`: the latest one, from which the Message-ID derives. `contents`: of all events, the oldest first. */
type DigestMail = {
  event: string;
  contents: readonly MailContent[];
  recipient: MailRecipient;
  brand: Pick<Brand, 'title' | 'name' | 'timeZone' | 'accent'>;
  images: MailImages;
  origin: string;
};

/** Formats several events as one mail, by incident, the one that changed last first. It starts a thread of its own. */
export function digestMail({ event, contents, recipient, brand, images, origin }: DigestMail): Message {
  const { address: to, publicId, timeZone, subject, links } = recipient;
  const host = new URL(origin).hostname;
  const times = zonedFormat(timeZone ?? brand.timeZone);
  const incidents = byIncident(contents, ({ incident }) => incident.publicId).reverse();
  const title = TEXT.title(incidents.length);
  const omitted = incidents.length - INCIDENTS_MAX;
  const at = contents.at(-1)?.at ?? 0;
  const parts = renderMail({
    brand,
    images: { logo: images.logo ?? null },
    head: { tone: 'neutral', title, meta: TEXT.why },
    body: [
      ...incidents.slice(0, INCIDENTS_MAX).flatMap((changes) => blocksOf(changes, times, origin)),
      ...(omitted > 0 ? [TEXT.omitted(omitted)] : []),
    ],
    button: { label: TEXT.button, url: origin },
    reason: enMail.event.reason(to, subjectText(subject), brand.name),
    links: [
      { label: enMail.event.unsubscribe, url: links.unsubscribe },
      { label: enMail.event.manage, url: links.manage },
    ],
    note: enMail.event.zone(times.zone(at)),
  });
  return {
    to,
    subject: `[${brand.title}] ${title}`,
    messageId: `<evt-${event}.sub-${publicId}@${host}>`,
    ...(brand.name === null ? {} : { senderName: brand.name }),
    headers: {
      ...subscriberHeaders({ unsubscribe: links.unsubscribe, title: brand.title, origin }),
      'Feedback-ID': `digest:${event}:status:${host}`,
    },
    ...parts,
  };
}

/** Formats what changed of an incident: its state now, the latest text, and the changes before it, the newest first. */
function blocksOf(changes: readonly MailContent[], times: ZonedFormat, origin: string): MailBlock[] {
  const last = changes.at(-1) as MailContent; // a group has at least one event
  const { incident, line, update } = last;
  return [
    { label: TEXT.incident(incident.title), text: lineText(line, times) },
    ...(update ? [update] : []),
    ...changes
      .slice(0, -1)
      .reverse()
      .slice(0, CHANGES_MAX)
      .map((one) => `${times.clock(one.at)} · ${one.update === null ? one.sentence : excerptOf(one.update.text)}`),
    { link: enMail.event.button, text: `${origin}/incidents/${incident.publicId}` },
  ];
}
