import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** `since`: since when incidents are kept; `lookFrom`: how far back what was re-evaluated reaches that they do not follow yet; null where it does not. */
export type AutomationProgress = { since: Instant; lookFrom: Instant | null };

/** Null where incidents are not kept yet. */
export async function automationProgressOf(client: pg.ClientBase): Promise<AutomationProgress | null> {
  const { rows } = await client.query<{ since: Date; look_from: Date | null }>({
    name: 'incident-keeping',
    text: 'SELECT since, look_from FROM automation_progress',
  });
  return rows[0] ? { since: rows[0].since.getTime(), lookFrom: rows[0].look_from?.getTime() ?? null } : null;
}

/** Incidents follow what was re-evaluated from `lookFrom` on; where more was since, they are yet to follow that. */
export async function noteFollowed(pool: pg.Pool, lookFrom: Instant): Promise<void> {
  await pool.query('UPDATE automation_progress SET look_from = NULL WHERE look_from = $1', [new Date(lookFrom)]);
}

/** Incidents follow what is evaluated up to an instant. */
export async function noteReconciled(pool: pg.Pool, reconciledUntil: Instant): Promise<void> {
  await pool.query('UPDATE automation_progress SET reconciled_until = $1', [new Date(reconciledUntil)]);
}

/** Null where nothing says how far they follow. */
export async function reconciledUntilOf(client: pg.ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ reconciled_until: Date | null }>({
    name: 'kept-up-to',
    text: 'SELECT reconciled_until FROM automation_progress',
  });
  return rows[0]?.reconciled_until?.getTime() ?? null;
}

/** Incidents are kept from now on; the first to say so is right. */
export async function beginAutomation(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query('INSERT INTO automation_progress (since) VALUES ($1) ON CONFLICT DO NOTHING', [new Date(now)]);
}
