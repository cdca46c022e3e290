import type { Context } from '#server/context';

/** How long the answer to an Idempotency-Key is stored. */
const STORED_MS_MAX = 7 * 86_400_000;

/** Deletes Idempotency-Keys that are too old to be repeated. Returns how many. */
export async function forgetRequests({ prisma, clock }: Pick<Context, 'prisma' | 'clock'>): Promise<number> {
  const { count } = await prisma.incidentRequest.deleteMany({
    where: { createdAt: { lt: new Date(clock.now() - STORED_MS_MAX) } },
  });
  return count;
}
