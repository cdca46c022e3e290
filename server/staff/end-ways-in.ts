import type { Prisma } from '#prisma';

/** Ends all that a person, or whoever passes for them, has begun: sessions, sign-ins that wait for a code, links for a new password. */
export async function endWaysIn(tx: Prisma.TransactionClient, staffId: string): Promise<void> {
  await tx.staffSession.deleteMany({ where: { staffId } });
  await tx.verification.deleteMany({ where: { value: staffId } }); // as better-auth notes whom it waits for
  await tx.accessReset.deleteMany({ where: { staffId } });
}
