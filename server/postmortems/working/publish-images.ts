import { imagesIn } from '#domain/postmortem/images';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

/** Makes the images public that a version shows. Errors: conflict if the text shows an image that was not added to this post-mortem. */
export async function publishImages(
  tx: IncidentTransaction,
  { postmortemId, frozen, at }: { postmortemId: number; frozen: Pick<FrozenVersion, 'sections'>; at: Date },
): Promise<void> {
  const names = imagesIn(frozen.sections.map(({ html }) => html).join('\n'));
  const shown = { postmortemId, name: { in: names } };
  const found = await tx.postmortemImage.findMany({ where: shown, select: { name: true } });
  const missing = names.filter((name) => !found.some((image) => image.name === name));
  if (missing.length > 0)
    throw new AppError(
      'conflict',
      `This post-mortem shows an image that was not added to it: ${missing[0]}. Add it again.`,
    );
  await tx.postmortemImage.updateMany({ where: { ...shown, publishedAt: null }, data: { publishedAt: at } });
}
