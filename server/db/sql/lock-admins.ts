import type { Prisma } from '#prisma';

const LOCK = 7_266_903;

/** Lets one transaction at a time change who is an admin. */
export async function lockAdmins(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
}
