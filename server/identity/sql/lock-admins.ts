import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';

/** Lets only one transaction at a time change who is an admin. */
export async function lockAdmins(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.admins})`;
}
