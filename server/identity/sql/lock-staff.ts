import type { Role } from '#domain/access/permission';
import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';

export type LockedStaff = {
  id: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
  deactivatedAt: Date | null;
};

/**
 * Locks the row of a person until the transaction ends and returns it as it is then. What begins a session and what ends
 * all sessions both lock it, so that no session is created behind the back of a change of access. Errors: not_found.
 */
export async function lockStaff(tx: Pick<Prisma.TransactionClient, '$queryRaw'>, id: string): Promise<LockedStaff> {
  const [found] = await tx.$queryRaw<LockedStaff[]>`
    SELECT id, email, name, role, password_hash AS "passwordHash", deactivated_at AS "deactivatedAt"
    FROM staff WHERE id = ${id} FOR NO KEY UPDATE`;
  if (!found) throw new AppError('not_found', 'Staff account not found.');
  return found;
}
