import type pg from 'pg';
import type { Fact } from '#domain/postmortem/facts';
import type { Instant } from '#domain/time/interval';

/** A published post-mortem whose record may have changed, with what was published of it. */
export type DueRecord = {
  id: number;
  marks: number;
  published_version: number;
  incidents: string[];
  facts: Fact[];
  evaluated_until: Date;
};

const DUE = `SELECT p.id, p.record_marks AS marks, p.published_version, p.evaluated_until, v.frozen -> 'facts' AS facts,
  ARRAY(SELECT i.public_id FROM postmortem_incident n JOIN incident i ON i.id = n.incident_id WHERE n.postmortem_id = p.id) AS incidents
FROM postmortem p JOIN postmortem_version v ON v.postmortem_id = p.id AND v.number = p.published_version
WHERE p.record_marks > p.record_checked ORDER BY p.id LIMIT $1`;
// A version that was published in between was compared when it was published.
const SETTLE = `UPDATE postmortem SET record_checked = $2, record_changed_at = CASE WHEN $4 THEN COALESCE(record_changed_at, $5::timestamptz) END
WHERE id = $1 AND published_version = $3`;

export async function dueRecords(client: pg.ClientBase, limit: number): Promise<DueRecord[]> {
  return (await client.query<DueRecord>({ name: 'due-records', text: DUE, values: [limit] })).rows;
}

/** Stores the result of a comparison. Marks that were made in between make the record due again. */
export async function settleRecord(
  client: pg.ClientBase | pg.Pool,
  { id, marks, published_version }: DueRecord,
  { isChanged, now }: { isChanged: boolean; now: Instant },
): Promise<void> {
  await client.query(SETTLE, [id, marks, published_version, isChanged, new Date(now)]);
}
