import type pg from 'pg';
import type { Json } from '#domain/canonical-json';
import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';

export type AuditEntry = {
  seq: number;
  at: Date;
  actor: { kind: string; id: string };
  action: string;
  object: { kind: string; id: string };
  before: Json;
  after: Json;
  reason: string | null;
};
export type AuditHead = { seq: number; hash: Uint8Array };
export type ChainedEntry = AuditEntry & { prevHash: Uint8Array; hash: Uint8Array };

/** The transaction of the audited change. */
export type AuditedTransaction = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Locks and returns the end of the chain until the transaction ends. With read committed, the statement after the lock sees what it waited for. */
export async function lockAuditHead(tx: AuditedTransaction): Promise<AuditHead> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.audit})`;
  const [head] = await tx.$queryRaw<{ seq: bigint; hash: Uint8Array }[]>`SELECT seq, hash FROM audit_head`;
  return { seq: Number(head?.seq), hash: head?.hash as Uint8Array }; // the migration inserts this row, and a trigger protects it
}

export async function insertAuditEntry(tx: AuditedTransaction, entry: ChainedEntry): Promise<void> {
  const [before, after] = [entry.before, entry.after].map((json) => (json === null ? null : JSON.stringify(json)));
  await tx.$executeRaw`INSERT INTO audit_log VALUES (${entry.seq}, ${entry.at}, ${entry.actor.kind}, ${entry.actor.id}, ${entry.action},
    ${entry.object.kind}, ${entry.object.id}, ${before}::jsonb, ${after}::jsonb, ${entry.reason}, ${entry.prevHash}, ${entry.hash})`;
  await tx.$executeRaw`UPDATE audit_head SET seq = ${entry.seq}, hash = ${entry.hash}`;
}

type Row = {
  seq: string;
  at: Date;
  actor_kind: string;
  actor_id: string;
  action: string;
  object_kind: string;
  object_id: string;
  before: Json;
  after: Json;
  reason: string | null;
  prev_hash: Buffer;
  hash: Buffer;
};

/** Reads at most `count` entries after `seq`, ascending. */
export async function auditEntriesAfter(client: pg.PoolClient, seq: number, count: number): Promise<ChainedEntry[]> {
  const { rows } = await client.query<Row>({
    name: 'audit-entries-after',
    text: 'SELECT * FROM audit_log WHERE seq > $1 ORDER BY seq LIMIT $2',
    values: [seq, count],
  });
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    action: row.action,
    object: { kind: row.object_kind, id: row.object_id },
    before: row.before,
    after: row.after,
    reason: row.reason,
    prevHash: row.prev_hash,
    hash: row.hash,
  }));
}

export async function auditHead(client: pg.PoolClient): Promise<AuditHead> {
  const { rows } = await client.query<{ seq: string; hash: Buffer }>('SELECT seq, hash FROM audit_head');
  return { seq: Number(rows[0]?.seq), hash: rows[0]?.hash as Buffer };
}
