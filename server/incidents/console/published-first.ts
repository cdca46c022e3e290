import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';

export type PublishedFirst = { incident: string; update: string; version: number; at: Instant };

/**
 * Returns what a form published before, if it is sent again with another text because the first answer was lost. Null for any other failure.
 */
export async function publishedFirst(ctx: ActingContext, error: unknown): Promise<PublishedFirst | null> {
  if (!(error instanceof AppError) || error.code !== 'key_reused' || !('first' in error.more)) return null;
  const { update: publicId, at } = error.more.first as { update?: string; at: string }; // as answerOnce throws it
  if (publicId === undefined) return null;
  const found = await ctx.prisma.incidentUpdate.findUnique({
    where: { publicId },
    select: { version: true, incident: { select: { publicId: true } } },
  });
  return found && { incident: found.incident.publicId, update: publicId, version: found.version, at: Date.parse(at) };
}
