import type pg from 'pg';
import type { SourceContact } from '#domain/measurement/source-contact';
import type { Instant } from '#domain/time/interval';

/** The contact of a source since the last report. */
export type Contact = {
  sourceId: number;
  contactAt: Instant;
  seen: { at: Instant; receivedAt: Instant } | null;
  lagMs: number;
};

const LAG_MS_MAX = 2_000_000_000;
/** Sources watched at most. */
const SOURCES_MAX = 2_000;

// The smallest lag is stored for this minute and the one before: one quick delivery shows the clock, even where others were delayed.
const IS_NEXT = "EXCLUDED.contact_at >= c.lag_from + interval '60 seconds'";
// A probe that arrives within silenceAfter is live.
const LIVE =
  "CASE WHEN received < observed + (SELECT max(silence_after_ms) FROM policy_version) * interval '1 ms' THEN observed END";
const SAVE = `INSERT INTO source_contact AS c (source_id, contact_at, observed_at, received_at, live_at, lag_from, lag_ms)
SELECT id, at, observed, received, ${LIVE}, at, lag FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::int[]) AS n(id, at, observed, received, lag)
  JOIN source USING (id) ORDER BY id
ON CONFLICT (source_id) DO UPDATE SET
  contact_at = GREATEST(c.contact_at, EXCLUDED.contact_at),
  received_at = CASE WHEN EXCLUDED.observed_at > COALESCE(c.observed_at, '-infinity') THEN EXCLUDED.received_at ELSE c.received_at END,
  observed_at = GREATEST(c.observed_at, EXCLUDED.observed_at),
  live_at = GREATEST(c.live_at, EXCLUDED.live_at),
  earlier_lag_ms = CASE WHEN ${IS_NEXT} THEN c.lag_ms ELSE c.earlier_lag_ms END,
  lag_ms = CASE WHEN ${IS_NEXT} THEN EXCLUDED.lag_ms ELSE LEAST(c.lag_ms, EXCLUDED.lag_ms) END,
  lag_from = CASE WHEN ${IS_NEXT} THEN EXCLUDED.contact_at ELSE c.lag_from END`;

/** Stores contacts. Those of removed sources are dropped. */
export async function saveContacts(pool: pg.Pool, contacts: readonly Contact[]): Promise<void> {
  await pool.query({
    name: 'save-contacts',
    text: SAVE,
    values: [
      contacts.map(({ sourceId }) => sourceId),
      contacts.map(({ contactAt }) => new Date(contactAt)),
      contacts.map(({ seen }) => seen && new Date(seen.at)),
      contacts.map(({ seen }) => seen && new Date(seen.receivedAt)),
      contacts.map(({ lagMs }) => Math.round(Math.max(-LAG_MS_MAX, Math.min(LAG_MS_MAX, lagMs)))),
    ],
  });
}

type Row = {
  id: number;
  name: string;
  contact_at: Date;
  observed_at: Date | null;
  live_at: Date | null;
  lag_ms: number;
  earlier_lag_ms: number | null;
};

/** Returns the agents that may still report; an agent whose tokens are all revoked counts as removed. */
export async function sourceContacts(client: pg.ClientBase): Promise<SourceContact[]> {
  const { rows } = await client.query<Row>({
    name: 'source-contacts',
    text: `SELECT s.id, s.name, c.contact_at, c.observed_at, c.live_at, c.lag_ms, c.earlier_lag_ms FROM source_contact c JOIN source s ON s.id = c.source_id
      WHERE EXISTS (SELECT 1 FROM token t WHERE t.source_id = s.id AND t.revoked_at IS NULL) ORDER BY s.id LIMIT $1`,
    values: [SOURCES_MAX],
  });
  return rows.map(({ id, name, contact_at, observed_at, live_at, lag_ms, earlier_lag_ms }) => ({
    id,
    name,
    contactAt: contact_at.getTime(),
    seenAt: observed_at?.getTime() ?? null,
    liveAt: live_at?.getTime() ?? null,
    lagMs: lag_ms,
    earlierLagMs: earlier_lag_ms,
  }));
}

/** Returns the longest silenceAfter of all policies. */
export async function longestSilence(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ ms: number | null }>({
    name: 'longest-silence',
    text: 'SELECT max(silence_after_ms) AS ms FROM policy_version',
  });
  return rows[0]?.ms ?? 0;
}
