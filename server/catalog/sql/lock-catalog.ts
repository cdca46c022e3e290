import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';

/** Locks the catalogue until the transaction ends, so that each change sees the result of the previous one. */
export async function lockCatalog(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.catalog})`;
}
