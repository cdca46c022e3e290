import type { EventKind } from '#domain/delivery/kind';
import type { Brand } from '#domain/site/brand';
import { enIncidents } from '#messages/en/incidents';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import { renderMail } from '#server/mail/render-mail';
import type { eventContent } from '#server/site/formats/events/event-body';
import { subscriberHeaders } from './subscriber-headers.ts';

/** What the mail of an event says. `content`: what webhooks get. */
export type EventMail = {
  content: ReturnType<typeof eventContent>;
  to: string;
  subscriber: string;
  links: { manage: string; unsubscribe: string };
  brand: Pick<Brand, 'title' | 'name'>;
  origin: string;
};

const TONES = {
  opened: 'major',
  updated: 'partial',
  reopened: 'major',
  resolved: 'operational',
  withdrawn: 'neutral',
  postmortem: 'neutral',
  maintenance: 'neutral',
} as const satisfies Record<EventKind, string>;

/**
 * Formats an event as a mail to one subscriber. All mails about an incident to one subscriber are one thread; each try of a mail has the same Message-ID.
 */
export function eventMail({ content, to, subscriber, links, brand, origin }: EventMail): Message {
  const { event, incident } = content.data;
  const host = new URL(origin).hostname;
  const site = enMail.site(brand.name);
  const [update] = incident.incident_updates;
  const parts = renderMail({
    brand,
    head: { tone: TONES[event.kind], title: incident.name, meta: enIncidents.state[incident.status] },
    body: update ? update.body.split('\n').filter((line) => line.trim() !== '') : [],
    button: { label: enMail.event.button, url: incident.shortlink },
    reason: enMail.event.reason(to, site),
    links: [
      { label: enMail.event.manage, url: links.manage },
      { label: enMail.event.unsubscribe, url: links.unsubscribe },
    ],
  });
  return {
    to,
    subject: `[${brand.title}] ${incident.name}`,
    messageId: `<evt-${event.id}.sub-${subscriber}@${host}>`,
    thread: `<inc-${incident.id}.sub-${subscriber}@${host}>`,
    ...(brand.name === null ? {} : { senderName: brand.name }),
    headers: {
      ...subscriberHeaders({ unsubscribe: links.unsubscribe, title: brand.title, origin }),
      'Feedback-ID': `incident:${incident.id}:status:${host}`,
    },
    ...parts,
  };
}
