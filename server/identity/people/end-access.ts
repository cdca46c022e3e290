import type { Prisma } from '#prisma';

/**
 * Ends all that a person, or whoever passes for them, has begun: sign-ins that wait for a code, sessions, links for a new password. In this order: who is
 * just giving a code is waited for, and the session that it made is found.
 */
export async function endAccess(tx: Prisma.TransactionClient, staffId: string): Promise<void> {
  await tx.verification.deleteMany({ where: { value: staffId } }); // as better-auth notes whom it waits for
  await tx.staffSession.deleteMany({ where: { staffId } });
  await tx.accessReset.deleteMany({ where: { staffId } });
}
