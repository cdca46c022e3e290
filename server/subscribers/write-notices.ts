import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import type { Notice } from './notice.ts';

/** Stores a notice for each of these subscribers. The lane of notices sends it. */
export async function writeNotices(
  tx: Pick<Prisma.TransactionClient, 'delivery'>,
  { clock }: Pick<Context, 'clock'>,
  subscriberIds: readonly number[],
  notice: Notice,
): Promise<void> {
  const now = new Date(clock.now());
  await tx.delivery.createMany({
    data: subscriberIds.map((subscriberId) => ({ lane: 'notice', subscriberId, notice, dueAt: now, createdAt: now })),
  });
}
