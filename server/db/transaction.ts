import type pg from 'pg';

/** Runs `work` in one transaction on one connection; rolls back and rethrows when it fails. */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Runs reads on one snapshot of the database, so that they agree with each other. `statementMsMax`: a shorter limit than that of the pool. */
export function snapshot<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  statementMsMax?: number,
): Promise<T> {
  return transaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (statementMsMax !== undefined) await client.query(`SET LOCAL statement_timeout = ${statementMsMax}`);
    return work(client);
  });
}
