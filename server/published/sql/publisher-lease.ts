import type pg from 'pg';

const TAKE = `INSERT INTO publisher AS p (holder, epoch, expires_at)
VALUES ($1, 1, clock_timestamp() + $2 * interval '1 millisecond')
ON CONFLICT (is_only) DO UPDATE SET holder = $1, expires_at = EXCLUDED.expires_at,
  epoch = p.epoch + (p.holder <> $1 OR p.expires_at < clock_timestamp())::int
WHERE p.holder = $1 OR p.expires_at < clock_timestamp()
RETURNING epoch`;

/** Takes or renews the lease of the one publisher for `ms`. Returns its number, which grows with each new holder, or null if another process holds it. */
export async function takeLease(client: Pick<pg.Pool, 'query'>, holder: string, ms: number): Promise<number | null> {
  const { rows } = await client.query<{ epoch: string }>({ name: 'take-lease', text: TAKE, values: [holder, ms] });
  return rows[0] ? Number(rows[0].epoch) : null;
}

/** Locks the lease within a transaction. Returns whether it is still the one of this number, so that a publisher that lost it stores nothing. */
export async function lockLease(client: pg.ClientBase, holder: string, epoch: number): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM publisher WHERE holder = $1 AND epoch = $2 FOR UPDATE', [
    holder,
    epoch,
  ]);
  return rowCount === 1;
}

/** Gives the lease up, so that another process takes it at once. */
export async function releaseLease(client: Pick<pg.Pool, 'query'>, holder: string): Promise<void> {
  await client.query(`UPDATE publisher SET expires_at = '-infinity' WHERE holder = $1`, [holder]);
}
