import type { Context } from '#server/context';

/** How long a repeat of a request is known as one: nobody tries again for longer. */
const KNOWN_MS_MAX = 7 * 86_400_000;

/** Forgets the keys of requests that are older than anybody repeats them. Returns how many. */
export async function forgetRequests({ prisma, clock }: Pick<Context, 'prisma' | 'clock'>): Promise<number> {
  const { count } = await prisma.incidentRequest.deleteMany({
    where: { createdAt: { lt: new Date(clock.now() - KNOWN_MS_MAX) } },
  });
  return count;
}
