import type pg from 'pg';

/** Stores a secret unless there is one of this name. Returns the one that is stored. */
export async function storeSecret(pool: pg.Pool, name: string, value: string): Promise<string> {
  await pool.query('INSERT INTO server_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
    name,
    value,
  ]);
  return (await readSecret(pool, name)) ?? value;
}

/** Returns the secret of a name, or null if there is none yet. */
export async function readSecret(pool: pg.Pool, name: string): Promise<string | null> {
  const { rows } = await pool.query<{ value: string }>('SELECT value FROM server_secret WHERE name = $1', [name]);
  return rows[0]?.value ?? null;
}
