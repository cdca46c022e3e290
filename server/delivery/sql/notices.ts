import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import { transaction } from '#server/db/transaction';
import type { Settled } from '#server/delivery/settlement';
import type { Notice } from '#server/subscribers/notice';
import { type Claim, claimStatement, claimValues, NOT_PAUSED } from './claim-statement.ts';
import { settleRows } from './settle-rows.ts';

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
const CLAIM = claimStatement({
  where: NOT_PAUSED,
  from: 'subscriber s',
  on: 's.id = d.subscriber_id',
  returning: `d.notice, d.created_at, d.due_at, s.public_id, s.channel, s.address, s.owner_email, s.link_version, s.state,
  EXISTS (SELECT 1 FROM suppression x WHERE x.address = COALESCE(s.owner_email, s.address)) AS is_suppressed`,
});

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

/** Claims due notices. */
export async function claimNotices(pool: pg.Pool, claim: Omit<Claim<'notice'>, 'lane'>): Promise<ClaimedNotice[]> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'claim-notices',
    text: CLAIM,
    values: claimValues({ lane: 'notice', ...claim }),
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

/** Stores the results of claimed notices, and suppresses recipients who refuse them. */
export async function settleNotices(pool: pg.Pool, results: readonly Settled[], now: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    await settleRows(client, results, now);
    const refused = results.filter(({ verdict }) => verdict.state === 'dead' && verdict.outcome === 'refused');
    if (refused.length > 0) await client.query(SUPPRESS, [refused.map(({ id }) => id), new Date(now)]);
  });
}
