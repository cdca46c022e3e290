import { type ActingContext, authorize } from '#server/actor';
import { auditEntriesAfter, auditHead, type ChainedEntry } from '#server/audit/sql/audit-log';
import { snapshot } from '#server/db/transaction';
import { auditHash } from './audit-hash.ts';

const ENTRIES_AT_ONCE = 1_000;

/** Number and hash (hex) of an entry that were noted outside the database. */
export type NotedEntry = { seq: number; hash: string };

/** `broken`: place and kind of the first mismatch, or null if the log is intact. `hash`: hash of the newest entry, in hex. */
export type AuditVerdict = {
  entries: number;
  hash: string;
  broken: { seq: number; why: 'removed' | 'changed' } | null;
};

type Link = { seq: number; hash: Uint8Array };

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function faultOf(link: Link, entry: ChainedEntry): AuditVerdict['broken'] {
  if (entry.seq !== link.seq + 1) return { seq: link.seq + 1, why: 'removed' };
  const isWhole = isSame(entry.prevHash, link.hash) && isSame(entry.hash, auditHash(link.hash, entry));
  return isWhole ? null : { seq: entry.seq, why: 'changed' };
}

/**
 * Checks the whole log: whether any entry was changed or is missing. An owner of the database could rewrite or truncate the whole log; comparing it with
 * `noted`, an entry noted earlier, detects that. Errors: forbidden.
 */
export async function verifyAudit(ctx: ActingContext, noted: NotedEntry | null = null): Promise<AuditVerdict> {
  authorize(ctx, 'audit:read');
  return snapshot(ctx.worker, async (client) => {
    let link: Link = { seq: 0, hash: Buffer.alloc(32) };
    const verdict = (broken: AuditVerdict['broken']) => ({
      entries: link.seq,
      hash: Buffer.from(link.hash).toString('hex'),
      broken,
    });
    for (;;) {
      const entries = await auditEntriesAfter(client, link.seq, ENTRIES_AT_ONCE);
      for (const entry of entries) {
        const fault = faultOf(link, entry);
        if (fault) return verdict(fault);
        if (entry.seq === noted?.seq && Buffer.from(entry.hash).toString('hex') !== noted.hash)
          return verdict({ seq: entry.seq, why: 'changed' });
        link = entry;
      }
      if (entries.length < ENTRIES_AT_ONCE) break;
    }
    const head = await auditHead(client);
    if (Math.max(head.seq, noted?.seq ?? 0) > link.seq) return verdict({ seq: link.seq + 1, why: 'removed' });
    return verdict(head.seq === link.seq && isSame(head.hash, link.hash) ? null : { seq: link.seq, why: 'changed' });
  });
}
