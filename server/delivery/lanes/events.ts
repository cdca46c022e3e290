import type { Context } from '#server/context';
import type { MailContent } from '#server/delivery/channels/mail-content';
import type { ClaimedDelivery } from '#server/delivery/sql/claims';
import { eventBodies } from '#server/delivery/sql/event-bodies';
import type { EventContent } from '#server/site/formats/events/event-body';

/** An event as it is sent. `body`: the JSON that webhooks get, without a sequence; `content` is the same, parsed; `mail`: what mails say. */
export type Envelope = {
  publicId: string;
  body: string;
  content: EventContent;
  mail: MailContent | null;
  isBackfilled: boolean;
};

/** A claimed delivery with its event. `earlier`: the events that it replaced, the oldest first, if it is a digest of several incidents. */
export type SentDelivery = ClaimedDelivery & { event: Envelope; earlier: readonly Envelope[] };

/**
 * Returns the events that a delivery must contain besides its own. A digest of one incident needs no others, because its event is the whole current state.
 */
export function earlierEvents(
  { digested }: Pick<ClaimedDelivery, 'digested'>,
  event: Envelope | undefined,
  events: ReadonlyMap<string, Envelope>,
): Envelope[] {
  const earlier = digested.flatMap((id) => events.get(id) ?? []);
  const incidentOf = (one: Envelope | undefined) => one?.content.data.incident.id;
  return earlier.some((one) => incidentOf(one) !== incidentOf(event)) ? earlier : [];
}

/** Events that one process remembers. Few are sent at the same time. */
const REMEMBERED_MAX = 50;

/** Returns a reader of events that remembers the latest ones, because one event has many deliveries. */
export function readEvents(pool: Context['delivery']): (ids: readonly string[]) => Promise<Map<string, Envelope>> {
  const remembered = new Map<string, Envelope>();
  return async (ids) => {
    const missing = [...new Set(ids)].filter((id) => !remembered.has(id));
    const read = missing.length === 0 ? [] : await eventBodies(pool, missing);
    const found = new Map([
      ...remembered,
      ...read.map(({ id, ...event }) => [id, { ...event, content: JSON.parse(event.body) }] as const),
    ]);
    for (const [id, event] of found) remembered.set(id, event);
    for (const id of remembered.keys()) if (remembered.size > REMEMBERED_MAX) remembered.delete(id);
    return found;
  };
}
