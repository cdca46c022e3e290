import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';

const TARGETS_MAX = 50;

/** Refuses one more target than there may be. */
export async function demandRoom(tx: Prisma.TransactionClient): Promise<void> {
  if ((await tx.staffAlertTarget.count({ where: { stoppedAt: null } })) >= TARGETS_MAX)
    throw new AppError('conflict', `There are ${TARGETS_MAX} targets, which is the most: remove one first.`);
}
