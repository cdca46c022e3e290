import type { Context } from '#server/context';
import type { MailContent } from '#server/delivery/channels/mail-content';
import { eventBodies } from '#server/delivery/sql/event-bodies';
import type { eventContent } from '#server/site/formats/events/event-body';

/** An event as it is sent. `body`: the JSON that webhooks get, without a sequence; `content` is the same, parsed; `mail`: what mails say. */
export type Envelope = {
  publicId: string;
  body: string;
  content: ReturnType<typeof eventContent>;
  mail: MailContent | null;
  isBackfilled: boolean;
};

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
