import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { type Author, authorNames } from '#server/incidents/reads/author-names';

const VERSIONS_MAX = 500;

export type UpdateVersion = {
  version: number;
  body: string;
  whatYouCanDo: string | null;
  savedAt: Instant;
  author: Author;
};

/** Reads an update with all its versions, newest first. Errors: forbidden, not_found. */
export async function updateVersions(ctx: ActingContext, incident: string, update: string) {
  authorize(ctx, 'incident:read');
  const found = await ctx.prisma.incidentUpdate.findFirst({
    where: { publicId: update, incident: { publicId: incident } },
    select: {
      body: true,
      whatYouCanDo: true,
      audience: true,
      occurredAt: true,
      version: true,
      retractedAt: true,
      versions: {
        orderBy: { version: 'desc' },
        take: VERSIONS_MAX,
        select: { version: true, body: true, whatYouCanDo: true, savedAt: true, authorKind: true, authorId: true },
      },
    },
  });
  if (!found) throw new AppError('not_found', 'Update not found.');
  const authorOf = await authorNames(ctx, found.versions);
  const versions = found.versions.map(
    (one): UpdateVersion => ({
      version: one.version,
      body: one.body,
      whatYouCanDo: one.whatYouCanDo,
      savedAt: one.savedAt.getTime(),
      author: authorOf(one),
    }),
  );
  return {
    body: found.body,
    whatYouCanDo: found.whatYouCanDo,
    isPublic: found.audience.includes('public'),
    occurredAt: found.occurredAt.getTime(),
    version: found.version,
    isRetracted: found.retractedAt !== null,
    versions,
  };
}
