import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** Returns whether there is an active admin. */
export async function hasAdmin(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ has_any: boolean }>(
    `SELECT EXISTS (SELECT FROM staff WHERE role = 'admin' AND deactivated_at IS NULL) AS has_any`,
  );
  return rows[0]?.has_any === true;
}

/** Stores an invitation of the first admin. */
export async function storeSetUp(
  pool: pg.Pool,
  tokenHash: Uint8Array,
  now: Instant,
  expiresAt: Instant,
): Promise<void> {
  await pool.query(
    `INSERT INTO invitation (kind, role, token_hash, created_at, expires_at) VALUES ('set_up', 'admin', $1, $2, $3)`,
    [tokenHash, new Date(now), new Date(expiresAt)],
  );
}
