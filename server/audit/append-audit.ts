import type { Json } from '#domain/canonical-json';
import type { enAudit } from '#messages/en/audit';
import type { ActingContext, Actor } from '#server/actor';
import { type AuditedTransaction, insertAuditEntry, lockAuditHead } from '#server/audit/sql/audit-log';
import { auditHash } from './audit-hash.ts';

/** The actions that are audited. Each has a sentence in messages/en/audit.ts. */
export type AuditAction = keyof (typeof enAudit)['sentence'];

/** `object.id` and the values before and after name people by id only, so that a person's data can be erased. */
export type Audited = {
  action: AuditAction;
  object: { kind: string; id: string | number };
  before: unknown;
  after: unknown;
  reason?: string;
};

function nameOf(actor: Actor): { kind: Actor['kind']; id: string } {
  return { kind: actor.kind, id: actor.kind === 'system' ? actor.name : String(actor.id) };
}

/** Converts a value to what the database returns: times as text, nothing undefined. */
function stored(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json; // what JSON.parse returns
}

/**
 * Writes one entry of the audit log in the transaction of the audited change. Call it last: entries are written one after the other, so all other
 * writers wait from here until the transaction ends.
 */
export async function appendAudit(
  tx: AuditedTransaction,
  ctx: Pick<ActingContext, 'actor' | 'clock'>,
  { action, object, before, after, reason }: Audited,
): Promise<void> {
  const head = await lockAuditHead(tx);
  const entry = {
    seq: head.seq + 1,
    at: new Date(ctx.clock.now()),
    actor: nameOf(ctx.actor),
    action,
    object: { kind: object.kind, id: String(object.id) },
    before: stored(before),
    after: stored(after),
    reason: reason ?? null,
  };
  await insertAuditEntry(tx, { ...entry, prevHash: head.hash, hash: auditHash(head.hash, entry) });
}
