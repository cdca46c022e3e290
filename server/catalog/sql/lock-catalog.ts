import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';

/** One change of the catalogue at a time: a second one sees what the first did. Held to the end of the transaction. */
export async function lockCatalog(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.catalog})`;
}
