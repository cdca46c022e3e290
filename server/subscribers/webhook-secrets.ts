import type { Context } from '#server/context';
import { earlierSecretsSchema, secretsAt } from './secrets-at.ts';

/** Reads the secrets that sign messages to a webhook now, the newest first. */
export async function webhookSecrets(
  { prisma, clock }: Pick<Context, 'prisma' | 'clock'>,
  publicId: string,
): Promise<string[]> {
  const { secret, earlierSecrets } = await prisma.subscriber.findUniqueOrThrow({
    where: { publicId },
    select: { secret: true, earlierSecrets: true },
  });
  return secretsAt(secret, earlierSecretsSchema.parse(earlierSecrets), clock.now());
}
