import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';
import { lockAdmins } from '#server/identity/sql/lock-admins';

const ACTIVE = { role: 'admin', deactivatedAt: null };

/** Returns how many active admins there are. */
export function countAdmins(tx: Prisma.TransactionClient): Promise<number> {
  return tx.staff.count({ where: ACTIVE });
}

/** Refuses a change that would leave no active admin. Other changes of admins wait for this transaction. Errors: invalid_input. */
export async function keepAnAdmin(tx: Prisma.TransactionClient, without: string): Promise<void> {
  await lockAdmins(tx);
  if ((await tx.staff.count({ where: { ...ACTIVE, NOT: { id: without } } })) === 0)
    throw new AppError('invalid_input', 'This is the only admin. Make someone else an admin first.');
}
