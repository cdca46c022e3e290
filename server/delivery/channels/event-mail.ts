import type { Brand } from '#domain/site/brand';
import type { Instant } from '#domain/time/interval';
import { type ZonedFormat, zonedFormat, zonedMoment } from '#domain/time/zoned-format';
import { enIncidents } from '#messages/en/incidents';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import type { MailImages, MailParts } from '#server/mail/mail-parts';
import { renderMail } from '#server/mail/render-mail';
import type { MailContent } from './mail-content.ts';
import { lineText, type MailSubject, subjectText } from './mail-lines.ts';
import { subscriberHeaders } from './subscriber-headers.ts';

const TEXT = enMail.event;

/** Who gets the mail. `timeZone` null: the zone of the brand. `subject`: what the subscription is about. */
export type MailRecipient = {
  address: string;
  publicId: string;
  timeZone: string | null;
  subject: MailSubject;
  links: { manage: string; unsubscribe: string };
};

/** `isFirst`: it is the first one about this incident to this subscriber, to which the others refer. */
type EventMail = {
  event: string;
  content: MailContent;
  recipient: MailRecipient;
  isFirst: boolean;
  brand: Pick<Brand, 'title' | 'name' | 'timeZone' | 'accent'>;
  images: MailImages;
  origin: string;
};

/**
 * Formats an event as a mail to one subscriber. All mails about an incident to one subscriber are one thread with one subject; each try of a mail has the same
 * Message-ID.
 */
export function eventMail({ event, content, recipient, isFirst, brand, images, origin }: EventMail): Message {
  const { incident } = content;
  const { address: to, publicId, links } = recipient;
  const host = new URL(origin).hostname;
  const root = `<inc-${incident.publicId}.sub-${publicId}@${host}>`;
  return {
    to,
    subject: `[${brand.title}] ${incident.title}`,
    ...(isFirst ? { messageId: root } : { messageId: `<evt-${event}.sub-${publicId}@${host}>`, thread: root }),
    ...(brand.name === null ? {} : { senderName: brand.name }),
    headers: {
      ...subscriberHeaders({ unsubscribe: links.unsubscribe, title: brand.title, origin }),
      'Feedback-ID': `incident:${incident.publicId}:status:${host}`,
    },
    ...renderMail(partsOf(content, recipient, { brand, images, origin })),
  };
}

function partsOf(
  content: MailContent,
  { address, timeZone, subject, links }: MailRecipient,
  { brand, images, origin }: Pick<EventMail, 'brand' | 'images' | 'origin'>,
): MailParts {
  const { at, tone, sentence, line, correction, update, whatYouCanDo, nextUpdateBy, earlier, omitted, number } =
    content;
  const times = zonedFormat(timeZone ?? brand.timeZone);
  const moment = (t: Instant) =>
    times.day(t) === times.day(at) ? `${times.clock(t)} ${times.zone(t)}` : zonedMoment(times, t);
  return {
    brand,
    images,
    head: { tone, title: sentence, meta: lineText(line, times) },
    body: [
      ...(correction ? [correctionText(correction, moment)] : []),
      ...(update ? [update] : []),
      ...(whatYouCanDo === null ? [] : [{ label: enIncidents.whatYouCanDo, text: whatYouCanDo }]),
    ],
    ...(nextUpdateBy === null ? {} : { next: { label: enIncidents.page.next, time: moment(nextUpdateBy) } }),
    button: { label: TEXT.button, url: `${origin}/incidents/${content.incident.publicId}` },
    earlier: {
      title: correction ? TEXT.others : TEXT.earlier,
      rows: earlier.map((one) => [clockOf(one.at, at, times), one.text]),
      more: omitted === 0 ? null : TEXT.omitted(omitted),
    },
    reason: TEXT.reason(address, subjectText(subject), brand.name),
    links: [
      { label: TEXT.unsubscribe, url: links.unsubscribe },
      { label: TEXT.manage, url: links.manage },
    ],
    note: [TEXT.zone(times.zone(at)), ...(number === null ? [] : [TEXT.number(number)])].join(' '),
  };
}

function correctionText({ of, retracted }: NonNullable<MailContent['correction']>, moment: (t: Instant) => string) {
  return retracted === null ? TEXT.corrected(moment(of)) : TEXT.retracted(moment(of), retracted);
}

/** Formats the time of an earlier update, with its day if that is not the day of the mail. */
function clockOf(at: Instant, now: Instant, { clock, day, shortDay }: ZonedFormat): string {
  return day(at) === day(now) ? clock(at) : `${shortDay(at)}, ${clock(at)}`;
}
