import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import type { Settlement } from '#server/delivery/settlement';

/** An endpoint that failed for this long receives nothing more until its owner proves that it works. */
const QUARANTINE_AFTER_MS = 5 * 86_400_000;
/** An address that finally refused this many mails in a row is suppressed. */
const REFUSALS_MAX = 2;

// Fan-out numbers deliveries of the same subscribers at the same time, so both lock them in one order. What worked before changes nothing.
const LOCK = `SELECT FROM subscriber WHERE id = ANY($1) AND (id <> ALL ($2) OR refusals > 0 OR failing_since IS NOT NULL)
ORDER BY id FOR NO KEY UPDATE`;

const WORKED = `UPDATE subscriber SET refusals = 0, failing_since = NULL
WHERE id = ANY($1) AND (refusals > 0 OR failing_since IS NOT NULL)`;

const FAILED = `UPDATE subscriber SET failing_since = COALESCE(failing_since, $2),
  state = CASE WHEN failing_since <= $3 THEN 'quarantined' ELSE state END,
  state_reason = CASE WHEN failing_since <= $3 THEN 'failing' ELSE state_reason END,
  state_at = CASE WHEN failing_since <= $3 THEN $2 ELSE state_at END
WHERE id = ANY($1) AND state = 'active' RETURNING id, state = 'quarantined' AS is_quarantined`;

const GONE = `UPDATE subscriber SET state = 'disabled', state_reason = 'gone', state_at = $2 WHERE id = ANY($1) AND state = 'active' RETURNING id`;

// The owner of an endpoint gets one notice per period of failure, however many deliveries were given up.
const NOTICE = `INSERT INTO delivery (lane, subscriber_id, notice, due_at, created_at)
SELECT 'notice', s.id, jsonb_build_object('kind', $2::text), $3, $3 FROM subscriber s WHERE s.id = ANY($1)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.subscriber_id = s.id AND d.notice ->> 'kind' = $2 AND d.created_at >= $4)`;

const REFUSED = `UPDATE subscriber SET refusals = refusals + 1 WHERE id = ANY($1) AND state = 'active' RETURNING id, address, refusals`;
const SUPPRESS = `INSERT INTO suppression (address, reason, detail, created_at)
SELECT address, 'refused', detail, $3 FROM unnest($1::text[], $2::text[]) x(address, detail) ON CONFLICT (address) DO NOTHING`;
const SUPPRESSED = `UPDATE subscriber SET state = 'suppressed', state_reason = 'refused', state_at = $2
WHERE channel = 'email' AND address = ANY($1) AND state = 'active'`;

/** Stores what results say about their subscribers: which endpoints work, fail or are gone, and which addresses refuse mail. */
export async function noteOutcomes(client: pg.ClientBase, results: readonly Settlement[], now: Instant): Promise<void> {
  const tried = results.filter(({ isTried }) => isTried);
  const idsWhere = (holds: (result: Settlement) => boolean) =>
    tried.filter(holds).map(({ subscriberId }) => subscriberId);
  const worked = idsWhere(({ verdict }) => verdict.state === 'sent');
  const failed = idsWhere(
    ({ channel, verdict }) => channel === 'webhook' && verdict.state !== 'sent' && verdict.outcome !== 'gone',
  );
  const gone = idsWhere(({ channel, verdict }) => channel === 'webhook' && verdict.outcome === 'gone');
  const dead = idsWhere(
    ({ channel, verdict }) => channel === 'webhook' && verdict.state === 'dead' && verdict.outcome !== 'gone',
  );
  await client.query({ name: 'lock-subscribers', text: LOCK, values: [tried.map((one) => one.subscriberId), worked] });
  if (worked.length > 0) await client.query({ name: 'subscribers-worked', text: WORKED, values: [worked] });
  if (failed.length > 0) await noteFailed(client, { failed, dead }, now);
  if (gone.length > 0) await noteGone(client, gone, now);
  const refused = tried.filter(
    ({ channel, verdict }) => channel === 'email' && verdict.state === 'dead' && verdict.outcome === 'refused',
  );
  if (refused.length > 0) await noteRefused(client, refused, now);
}

async function noteFailed(
  client: pg.ClientBase,
  { failed, dead }: { failed: number[]; dead: number[] },
  now: Instant,
): Promise<void> {
  const { rows } = await client.query<{ id: number; is_quarantined: boolean }>({
    name: 'subscribers-failed',
    text: FAILED,
    values: [failed, new Date(now), new Date(now - QUARANTINE_AFTER_MS)],
  });
  const quarantined = rows.filter((row) => row.is_quarantined).map(({ id }) => id);
  await notify(client, quarantined, { kind: 'endpoint_failing', now, unlessSince: now });
  await notify(client, dead, { kind: 'endpoint_failing', now, unlessSince: now - QUARANTINE_AFTER_MS });
}

async function noteGone(client: pg.ClientBase, gone: readonly number[], now: Instant): Promise<void> {
  const { rows } = await client.query<{ id: number }>({
    name: 'subscribers-gone',
    text: GONE,
    values: [gone, new Date(now)],
  });
  await notify(
    client,
    rows.map(({ id }) => id),
    { kind: 'endpoint_disabled', now, unlessSince: now },
  );
}

type Notified = { kind: 'endpoint_failing' | 'endpoint_disabled'; now: Instant; unlessSince: Instant };

/** Writes a notice to the owners of endpoints, unless one was written since a time. */
async function notify(
  client: pg.ClientBase,
  ids: readonly number[],
  { kind, now, unlessSince }: Notified,
): Promise<void> {
  if (ids.length === 0) return;
  await client.query({
    name: 'notify-owners',
    text: NOTICE,
    values: [ids, kind, new Date(now), new Date(unlessSince)],
  });
}

async function noteRefused(client: pg.ClientBase, refused: readonly Settlement[], now: Instant): Promise<void> {
  const { rows } = await client.query<{ id: number; address: string; refusals: number }>({
    name: 'subscribers-refused',
    text: REFUSED,
    values: [refused.map(({ subscriberId }) => subscriberId)],
  });
  const final = rows.filter(({ refusals }) => refusals >= REFUSALS_MAX);
  if (final.length === 0) return;
  const addresses = final.map(({ address }) => address);
  const details = final.map(({ id }) => refused.find(({ subscriberId }) => subscriberId === id)?.answer ?? null);
  await client.query({ name: 'suppress-addresses', text: SUPPRESS, values: [addresses, details, new Date(now)] });
  await client.query({ name: 'suppress-subscribers', text: SUPPRESSED, values: [addresses, new Date(now)] });
}
