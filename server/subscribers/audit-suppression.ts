import { createHash } from 'node:crypto';
import type { Prisma } from '#prisma';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';

const HASH_LENGTH = 12;

/** Records a change of the suppression list. The address is named by the beginning of its hash, because the log cannot be erased. */
export async function auditSuppression(
  tx: Prisma.TransactionClient,
  ctx: ActingContext,
  action: 'suppression:add' | 'suppression:lift',
  address: string,
): Promise<void> {
  const id = createHash('sha256').update(address).digest('hex').slice(0, HASH_LENGTH);
  await appendAudit(tx, ctx, { action, object: { kind: 'suppression', id }, before: null, after: null });
}
