import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';

const DESTINATIONS_MAX = 50;

/** Rejects a further active destination beyond the limit. Errors: conflict. */
export async function assertDestinationLimit(tx: Prisma.TransactionClient): Promise<void> {
  if ((await tx.alertDestination.count({ where: { stoppedAt: null } })) >= DESTINATIONS_MAX)
    throw new AppError('conflict', `The limit of ${DESTINATIONS_MAX} alert destinations is reached. Remove one first.`);
}
