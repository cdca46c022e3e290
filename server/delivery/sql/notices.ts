import type pg from 'pg';
import type { Verdict } from '#domain/delivery/attempt';
import type { Instant } from '#domain/time/interval';
import { transaction } from '#server/db/transaction';
import type { Notice } from '#server/subscribers/notice';
import { storedAnswer } from './settlements.ts';

/** A claimed notice, with its subscriber as it is now. */
export type ClaimedNotice = {
  id: string;
  tries: number;
  notice: Notice;
  createdAt: Instant;
  /** When this try was due. */
  dueAt: Instant;
  subscriber: {
    publicId: string;
    channel: 'email' | 'webhook';
    address: string;
    ownerEmail: string | null;
    linkVersion: number;
    isEnded: boolean;
    /** The recipient, which is the owner of a webhook. */
    isSuppressed: boolean;
  };
};

// Notices have no order, and are sent to subscriptions in any state but the ended ones.
const CLAIM = `WITH next AS (
  SELECT d.id FROM delivery d
  WHERE d.lane = 'notice' AND d.state = 'due' AND d.due_at <= $1 AND (d.claimed_until IS NULL OR d.claimed_until <= $1)
    AND NOT EXISTS (SELECT 1 FROM delivery_pause WHERE paused_at IS NOT NULL)
  ORDER BY d.due_at, d.id LIMIT $3 FOR UPDATE OF d SKIP LOCKED)
UPDATE delivery d SET tries = d.tries + 1, claimed_until = $2
FROM next, subscriber s
WHERE d.id = next.id AND s.id = d.subscriber_id
RETURNING d.id, d.tries, d.notice, d.created_at, d.due_at, s.public_id, s.channel, s.address, s.owner_email, s.link_version, s.state,
  EXISTS (SELECT 1 FROM suppression x WHERE x.address = COALESCE(s.owner_email, s.address)) AS is_suppressed`;

type ClaimRow = {
  id: string;
  tries: number;
  notice: Notice;
  created_at: Date;
  due_at: Date;
  public_id: string;
  channel: 'email' | 'webhook';
  address: string | null;
  owner_email: string | null;
  link_version: number;
  state: string;
  is_suppressed: boolean;
};

/** Claims due notices until `until`, at most `count`. */
export async function claimNotices(
  pool: pg.Pool,
  { now, until, count }: { now: Instant; until: Instant; count: number },
): Promise<ClaimedNotice[]> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'claim-notices',
    text: CLAIM,
    values: [new Date(now), new Date(until), count],
  });
  return rows.map(({ id, tries, notice, created_at, due_at, ...row }) => ({
    id,
    tries,
    notice,
    createdAt: created_at.getTime(),
    dueAt: due_at.getTime(),
    subscriber: {
      publicId: row.public_id,
      channel: row.channel,
      address: row.address ?? '', // only an ended subscription, to which nothing is sent, has none
      ownerEmail: row.owner_email,
      linkVersion: row.link_version,
      isEnded: row.state === 'ended',
      isSuppressed: row.is_suppressed,
    },
  }));
}

const SETTLE = `UPDATE delivery d SET state = r.state, outcome = r.outcome, answer = r.answer, due_at = COALESCE(r.due_at, d.due_at), claimed_until = NULL,
  settled_at = CASE WHEN r.state = 'due' THEN NULL ELSE $7::timestamptz END
FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) r(id, tries, state, outcome, answer, due_at)
WHERE d.id = r.id AND d.tries = r.tries AND d.state = 'due'`;

// A second refusal in a row suppresses the recipient, as that of an event does. The notices of all subscriptions of a recipient count.
const SUPPRESS = `WITH refused AS (
    SELECT d.id, COALESCE(s.owner_email, s.address) AS recipient, d.answer FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id
    WHERE d.id = ANY ($1::bigint[]) AND d.state = 'dead' AND d.outcome = 'refused' AND s.state <> 'ended'),
  final AS (SELECT DISTINCT ON (recipient) recipient, answer FROM refused r WHERE (
    SELECT p.outcome FROM delivery p JOIN subscriber o ON o.id = p.subscriber_id
    WHERE p.lane = 'notice' AND p.id < r.id AND p.state IN ('sent', 'dead') AND COALESCE(o.owner_email, o.address) = r.recipient
    ORDER BY p.id DESC LIMIT 1) = 'refused'),
  suppressed AS (UPDATE subscriber SET state = 'suppressed', state_reason = 'refused', state_at = $2
    WHERE channel = 'email' AND state = 'active' AND address IN (SELECT recipient FROM final))
INSERT INTO suppression (address, reason, detail, created_at) SELECT recipient, 'refused', answer, $2 FROM final ON CONFLICT (address) DO NOTHING`;

export type SettledNotice = { id: string; tries: number; answer: string | null; verdict: Verdict };

/** Stores the results of claimed notices, and suppresses recipients who refuse them. */
export async function settleNotices(pool: pg.Pool, results: readonly SettledNotice[], now: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query(settling(results, now));
    const refused = results.filter(({ verdict }) => verdict.state === 'dead' && verdict.outcome === 'refused');
    if (refused.length > 0) await client.query(SUPPRESS, [refused.map(({ id }) => id), new Date(now)]);
  });
}

function settling(results: readonly SettledNotice[], now: Instant) {
  return {
    name: 'settle-notices',
    text: SETTLE,
    values: [
      results.map(({ id }) => id),
      results.map(({ tries }) => tries),
      results.map(({ verdict }) => verdict.state),
      results.map(({ verdict }) => verdict.outcome),
      results.map(({ answer }) => storedAnswer(answer)),
      results.map(({ verdict }) => (verdict.state === 'due' ? new Date(verdict.dueAt) : null)),
      new Date(now),
    ],
  };
}
