import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { lockAdmins } from '#server/identity/sql/lock-admins';

const ACTIVE = { role: 'admin', deactivatedAt: null };

/** Whether there is anybody who may do everything. */
export async function hasAdmin({ prisma }: Pick<Context, 'prisma'>): Promise<boolean> {
  return (await prisma.staff.count({ where: ACTIVE })) > 0;
}

/** Refuses what would leave nobody who may do everything. Whoever else would change the admins waits for this transaction. Errors: invalid_input. */
export async function keepAnAdmin(tx: Prisma.TransactionClient, without: string): Promise<void> {
  await lockAdmins(tx);
  if ((await tx.staff.count({ where: { ...ACTIVE, NOT: { id: without } } })) === 0)
    throw new AppError('invalid_input', 'This is the only admin: make somebody else an admin first.');
}
