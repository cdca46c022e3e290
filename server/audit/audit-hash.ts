import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical-json';
import type { AuditEntry } from '#server/audit/sql/audit-log';

/** What binds an entry to all before it: SHA-256 of the hash before and the entry's canonical text. */
export function auditHash(
  prevHash: Uint8Array,
  { seq, at, actor, action, object, before, after, reason }: AuditEntry,
): Buffer {
  const text = canonicalJson({ seq, at: at.toISOString(), actor, action, object, before, after, reason });
  return createHash('sha256').update(prevHash).update(text).digest();
}
