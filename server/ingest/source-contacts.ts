import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { type Contact, saveContacts } from '#server/ingest/sql/source-contacts';

const PACE_MS = 1_000;
/** What was observed longer before it came is a backlog or a backfill, and tells nothing of a clock. */
const LATE_MS = 600_000;
/** What lies further ahead is no clock that is wrong but a value that is: it tells nothing. */
const AHEAD_MS = 86_400_000;

/** What a delivery tells of its source: the newest instant of what was taken, and where nothing was, the earliest of what was refused. */
export type Delivered = { receivedAt: Instant; newestTakenAt: Instant | null; earliestRefusedAt: Instant };

/** Remembers what deliveries tell of the agents that send them, so that it can be stored for many at once. */
export function createSourceContacts() {
  const contacts = new Map<number, Contact>();

  function keep(contact: Contact): void {
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
    note(sourceId: number, { receivedAt, newestTakenAt, earliestRefusedAt }: Delivered): void {
      const lagMs = receivedAt - (newestTakenAt ?? earliestRefusedAt);
      if (lagMs > LATE_MS || lagMs < -AHEAD_MS) return;
      const seen = newestTakenAt === null ? null : { at: Math.min(newestTakenAt, receivedAt), receivedAt };
      keep({ sourceId, contactAt: receivedAt, seen, lagMs });
    },
    /** Stores what came since the last time; what cannot be stored is kept for the next. */
    async store(pool: Context['ingest']): Promise<void> {
      const taken = [...contacts.values()];
      contacts.clear();
      if (taken.length === 0) return;
      try {
        await saveContacts(pool, taken);
      } catch (error) {
        for (const contact of taken) keep(contact);
        throw error;
      }
    },
  };
}

export type SourceContacts = ReturnType<typeof createSourceContacts>;

/** Stores once a second what is known of agents, until `signal` ends it. */
export async function reportContacts(
  ctx: Pick<Context, 'ingest' | 'log' | 'databaseFaults'>,
  contacts: SourceContacts,
  signal: AbortSignal,
): Promise<void> {
  let wasStored = true;
  while (!signal.aborted) {
    const isStored = await contacts.store(ctx.ingest).then(
      () => true,
      (error: Error) => {
        ctx.databaseFaults.note(error);
        if (wasStored)
          ctx.log.warn({ message: error.message }, 'what is known of agents could not be stored; trying again');
        return false;
      },
    );
    wasStored = isStored;
    await wait(PACE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
