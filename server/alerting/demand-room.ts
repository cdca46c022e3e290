import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';

const DESTINATIONS_MAX = 50;

/** Refuses one more destination than there may be. */
export async function demandRoom(tx: Prisma.TransactionClient): Promise<void> {
  if ((await tx.alertDestination.count({ where: { stoppedAt: null } })) >= DESTINATIONS_MAX)
    throw new AppError('conflict', `There are ${DESTINATIONS_MAX} destinations, which is the most: remove one first.`);
}
