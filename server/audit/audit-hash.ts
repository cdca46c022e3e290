import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical-json';
import type { AuditEntry } from '#server/audit/sql/audit-log';

/** Computes the hash that chains an entry to all earlier ones: SHA-256 of the previous hash and the entry's canonical JSON. */
export function auditHash(
  prevHash: Uint8Array,
  { seq, at, actor, action, object, before, after, reason }: AuditEntry,
): Buffer {
  const text = canonicalJson({ seq, at: at.toISOString(), actor, action, object, before, after, reason });
  return createHash('sha256').update(prevHash).update(text).digest();
}
