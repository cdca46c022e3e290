import type pg from 'pg';
import type { SubscriberChannel } from '#domain/subscription/subscription';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';
import { transaction } from '#server/db/transaction';
import { wake } from '#server/delivery/wake';

/** Requests per hour: from one network, and overall. */
const PER_NETWORK_MAX = 20;
const OVERALL_MAX = 1_000;
const WINDOW_MS = 3_600_000;

/** `recipient`: who gets the mail about it. */
export type NewRequest = {
  network: string;
  channel: SubscriberChannel;
  address: string;
  recipient: string;
  choice: object;
};

const STORE = `WITH counted AS (
  SELECT (SELECT count(*) FROM subscription_request WHERE network = $1 AND created_at > $7) AS of_network,
    (SELECT count(*) FROM subscription_request WHERE created_at > $7) AS overall
), stored AS (
  INSERT INTO subscription_request (network, channel, address, recipient, choice, created_at)
  SELECT $1, $2, $3, $4, $5, $6 FROM counted WHERE of_network < $8 AND overall < $9 RETURNING id
) SELECT EXISTS (SELECT FROM stored) AS is_stored`;

/**
 * Stores a request unless its network, or all networks together, have reached a limit; returns whether it did. The statements are the same
 * for every address. The lock makes requests that come at once count each other; the statement after it sees what it waited for.
 */
export function storeRequest(pool: pg.Pool, request: NewRequest, now: Instant): Promise<boolean> {
  const { network, channel, address, recipient, choice } = request;
  return transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.subscriptionRequests]);
    const { rows } = await client.query<{ is_stored: boolean }>({
      name: 'store-subscription-request',
      text: STORE,
      values: [
        network,
        channel,
        address,
        recipient,
        JSON.stringify(choice),
        new Date(now),
        new Date(now - WINDOW_MS),
        PER_NETWORK_MAX,
        OVERALL_MAX,
      ],
    });
    if (rows[0]?.is_stored !== true) return false;
    await wake(client, 'subscriptions');
    return true;
  });
}

export type UndecidedRequest = {
  id: bigint;
  channel: SubscriberChannel;
  address: string;
  recipient: string;
  choice: Prisma.JsonValue;
  created_at: Date;
};

/** Returns whether a request waits for its decision. */
export async function hasUndecidedRequests(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ is_due: boolean }>({
    name: 'undecided-requests',
    text: 'SELECT EXISTS (SELECT 1 FROM subscription_request WHERE decided_at IS NULL) AS is_due',
  });
  return rows[0]?.is_due === true;
}

/** Locks decisions until the transaction ends and returns the oldest undecided request. One at a time, so that each counts those before it. */
export async function nextRequest(tx: Prisma.TransactionClient): Promise<UndecidedRequest | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.subscriptionDecisions})`;
  const [found] = await tx.$queryRaw<
    UndecidedRequest[]
  >`SELECT id, channel, address, recipient, choice, created_at FROM subscription_request
    WHERE decided_at IS NULL ORDER BY id LIMIT 1`;
  return found ?? null;
}

/** Returns when mails about requests were sent to this recipient within the last day. */
export async function sentTo(tx: Prisma.TransactionClient, recipient: string, now: Instant): Promise<Instant[]> {
  const rows = await tx.$queryRaw<{ decided_at: Date }[]>`SELECT decided_at FROM subscription_request
    WHERE recipient = ${recipient} AND created_at > ${new Date(now - 2 * DAY_MS)} AND outcome IN ('confirmation_sent', 'link_sent')`;
  return rows.map((row) => row.decided_at.getTime());
}
