import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** `since`: when incident automation started. `lookFrom`: the start of re-evaluated history that it has not followed yet; null if there is none. */
export type AutomationProgress = { since: Instant; lookFrom: Instant | null };

/** Reads the progress of incident automation; null before it has started. */
export async function automationProgressOf(client: pg.ClientBase): Promise<AutomationProgress | null> {
  const { rows } = await client.query<{ since: Date; look_from: Date | null }>({
    name: 'automation-progress',
    text: 'SELECT since, look_from FROM automation_progress',
  });
  return rows[0] ? { since: rows[0].since.getTime(), lookFrom: rows[0].look_from?.getTime() ?? null } : null;
}

/** Records that incidents follow the history re-evaluated from `lookFrom` on, unless more was re-evaluated since. */
export async function noteCaughtUp(pool: pg.Pool, lookFrom: Instant): Promise<void> {
  await pool.query('UPDATE automation_progress SET look_from = NULL WHERE look_from = $1', [new Date(lookFrom)]);
}

/** Records until when incidents follow the evaluation. */
export async function noteReconciled(pool: pg.Pool, reconciledUntil: Instant): Promise<void> {
  await pool.query('UPDATE automation_progress SET reconciled_until = $1', [new Date(reconciledUntil)]);
}

/** Reads until when incidents follow the evaluation; null if that is unknown. */
export async function reconciledUntilOf(client: pg.ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ reconciled_until: Date | null }>({
    name: 'reconciled-until',
    text: 'SELECT reconciled_until FROM automation_progress',
  });
  return rows[0]?.reconciled_until?.getTime() ?? null;
}

/** Records the start of incident automation. Of several, the earliest one stays. */
export async function beginAutomation(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query(
    'INSERT INTO automation_progress AS p (since) VALUES ($1) ON CONFLICT (is_only) DO UPDATE SET since = LEAST(p.since, EXCLUDED.since)',
    [new Date(now)],
  );
}
