import type pg from 'pg';
import type { Instant } from '#domain/interval';

export type ProcessWord = { name: string; storedUpTo: Instant; beat: string };

/** Says that everything which reached the process before `storedUpTo` is stored. */
export async function sayStored(pool: pg.Pool, name: string, storedUpTo: Instant): Promise<void> {
  await pool.query({
    name: 'say-stored',
    text: `INSERT INTO ingest_process (name, stored_up_to) VALUES ($1, $2)
      ON CONFLICT (name) DO UPDATE SET stored_up_to = $2, beat = ingest_process.beat + 1`,
    values: [name, new Date(storedUpTo)],
  });
}

export async function processWords(pool: pg.Pool | pg.ClientBase): Promise<ProcessWord[]> {
  const { rows } = await pool.query<{ name: string; stored_up_to: Date; beat: string }>({
    name: 'process-words',
    text: 'SELECT name, stored_up_to, beat FROM ingest_process',
  });
  return rows.map((row) => ({ name: row.name, storedUpTo: row.stored_up_to.getTime(), beat: row.beat }));
}

/** Removes a process that has said nothing since `beat`. */
export async function forgetProcess(pool: pg.Pool, { name, beat }: ProcessWord): Promise<void> {
  await pool.query('DELETE FROM ingest_process WHERE name = $1 AND beat = $2', [name, beat]);
}
