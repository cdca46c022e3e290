import type { Context } from '#server/context';

/** Reads the secrets that sign messages to a webhook now, the new one first: two during the rotation of a secret. */
export async function webhookSecrets(
  { prisma, clock }: Pick<Context, 'prisma' | 'clock'>,
  publicId: string,
): Promise<string[]> {
  const { secret, previousSecret, previousSecretUntil } = await prisma.subscriber.findUniqueOrThrow({
    where: { publicId },
    select: { secret: true, previousSecret: true, previousSecretUntil: true },
  });
  const isOverlapping = previousSecretUntil !== null && previousSecretUntil.getTime() > clock.now();
  return [secret, isOverlapping ? previousSecret : null].filter((one) => one !== null);
}
