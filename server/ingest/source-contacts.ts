import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { type Contact, saveContacts } from '#server/ingest/sql/source-contacts';

/** Probes older than this on arrival are a backlog or a backfill, and are no evidence about a clock. */
const LATE_MS = 600_000;
/** Probes further ahead than this are wrong values rather than a wrong clock, and are no evidence either. */
const AHEAD_MS = 86_400_000;

/** What a delivery shows of its source: the newest accepted instant or, where nothing was accepted, the earliest refused one. */
export type Delivered = { receivedAt: Instant; newestAcceptedAt: Instant | null; earliestRefusedAt: Instant };

/** Remembers the last contact of each agent, so that the contacts of many can be stored at once. */
export function createSourceContacts() {
  const contacts = new Map<number, Contact>();

  function remember(contact: Contact): void {
    const known = contacts.get(contact.sourceId);
    const isNewer = contact.seen !== null && (known?.seen == null || contact.seen.at > known.seen.at);
    contacts.set(contact.sourceId, {
      sourceId: contact.sourceId,
      contactAt: Math.max(contact.contactAt, known?.contactAt ?? contact.contactAt),
      seen: isNewer ? contact.seen : (known?.seen ?? null),
      lagMs: Math.min(contact.lagMs, known?.lagMs ?? contact.lagMs),
    });
  }

  return {
    note(sourceId: number, { receivedAt, newestAcceptedAt, earliestRefusedAt }: Delivered): void {
      const lagMs = receivedAt - (newestAcceptedAt ?? earliestRefusedAt);
      if (lagMs > LATE_MS || lagMs < -AHEAD_MS) return;
      const seen = newestAcceptedAt === null ? null : { at: Math.min(newestAcceptedAt, receivedAt), receivedAt };
      remember({ sourceId, contactAt: receivedAt, seen, lagMs });
    },
    /** Stores the contacts since the last call; after a failure they are retained for the next call. */
    async store(pool: Context['worker']): Promise<void> {
      const taken = [...contacts.values()];
      contacts.clear();
      if (taken.length === 0) return;
      try {
        await saveContacts(pool, taken);
      } catch (error) {
        for (const contact of taken) remember(contact);
        throw error;
      }
    },
  };
}

export type SourceContacts = ReturnType<typeof createSourceContacts>;
