import type { Prisma } from '#prisma';
import { lockStaff } from '#server/identity/sql/lock-staff';

/**
 * Ends everything that gives or could give a person access: sessions, sign-ins that await a code, and links for a new
 * password. The lock makes it wait for a sign-in that is being completed, whose session the next statement then finds.
 */
export async function endAccess(tx: Prisma.TransactionClient, staffId: string): Promise<void> {
  await lockStaff(tx, staffId);
  await tx.staffSession.deleteMany({ where: { staffId } });
  await tx.accessReset.deleteMany({ where: { staffId } });
}
