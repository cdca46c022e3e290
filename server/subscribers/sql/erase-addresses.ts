import type pg from 'pg';

/** Erases the addresses of subscriptions, and the answers of their deliveries, which may contain them. `hash`: stored instead. */
export async function eraseAddresses(
  pool: pg.Pool,
  ended: readonly { id: number; hash: string | null }[],
): Promise<void> {
  const ids = ended.map(({ id }) => id);
  await pool.query(
    `WITH answer AS (UPDATE delivery SET answer = NULL WHERE subscriber_id = ANY ($1::int[]) AND answer IS NOT NULL)
     UPDATE subscriber s SET address = NULL, owner_email = NULL, address_hash = e.hash
     FROM unnest($1::int[], $2::text[]) e(id, hash) WHERE s.id = e.id AND s.state = 'ended'`,
    [ids, ended.map(({ hash }) => hash)],
  );
}
