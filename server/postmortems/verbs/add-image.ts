import { createHash } from 'node:crypto';
import { addressOfImage, markdownOfImage } from '#domain/postmortem/images';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { ReadTextImage } from '#server/context';
import { AppError } from '#server/errors';
import { authorOf } from '#server/incidents/update/author';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { type AddImage, addImageSchema } from '#server/postmortems/schemas';
import { findPostmortem } from '#server/postmortems/working/find-postmortem';

const IMAGES_MAX = 50;
const DIGEST_LENGTH = 32;
const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const;

/**
 * Adds an image to a post-mortem, re-encoded. Staff see it; readers do once a published text shows it. Returns its address and the Markdown for the text.
 * Adding the same image again returns the same address. Errors: forbidden, not_found, overloaded; invalid_input for a file that cannot be used; conflict
 * beyond 50 images.
 */
export async function addImage(ctx: ActingContext, input: AddImage): Promise<{ image: string; markdown: string }> {
  authorize(ctx, 'postmortem:write');
  const { postmortem: id, alt, content: given } = parseInput(addImageSchema, input);
  await findPostmortem(ctx.prisma, id);
  const outcome = await ctx.readTextImage(given);
  if (outcome.kind === 'refused') throw new AppError('invalid_input', `image: ${outcome.reason}.`);
  const name = nameOf(outcome);
  return withIncidentLock(ctx, async (tx) => {
    const { id: postmortemId } = await findPostmortem(tx, id);
    const key = { postmortemId_name: { postmortemId, name } };
    const answer = { image: addressOfImage(name), markdown: markdownOfImage(name, alt) };
    if (await tx.postmortemImage.findUnique({ where: key, select: { name: true } })) return answer;
    if ((await tx.postmortemImage.count({ where: { postmortemId } })) >= IMAGES_MAX)
      throw new AppError('conflict', `A post-mortem has at most ${IMAGES_MAX} images.`);
    await tx.postmortemImage.create({
      data: {
        ...{ postmortemId, name, alt, mediaType: outcome.mediaType, content: Uint8Array.from(outcome.content) },
        ...authorOf(ctx),
        createdAt: new Date(ctx.clock.now()),
      },
    });
    await appendAudit(tx, ctx, {
      action: 'postmortem:add-image',
      object: { kind: 'postmortem', id },
      before: null,
      after: { image: name, alt },
    });
    return answer;
  });
}

/** Names an image by its content, so that its address never shows another one. */
function nameOf({ content, mediaType, width, height }: ReadTextImage): string {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, DIGEST_LENGTH);
  return `${digest}-${width}x${height}.${EXTENSIONS[mediaType]}`;
}
