import type { Prisma } from '#prisma';
import type { Context } from '#server/context';

/** Takes a person's second factor away, with its recovery codes; false where there was none. */
export async function clearSecondFactor(
  tx: Prisma.TransactionClient,
  { clock }: Pick<Context, 'clock'>,
  staffId: string,
): Promise<boolean> {
  const { count } = await tx.secondFactor.deleteMany({ where: { staffId } });
  await tx.staff.update({
    where: { id: staffId },
    data: { twoFactorEnabled: false, updatedAt: new Date(clock.now()) },
  });
  return count > 0;
}
