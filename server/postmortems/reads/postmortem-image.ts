import { addressOfImage, imageAt } from '#domain/postmortem/images';
import { type ActingContext, authorize } from '#server/actor';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { publicImage } from '#server/postmortems/sql/public-images';

type Image = { mediaType: string; content: Uint8Array<ArrayBuffer> };
const ABSENT = new AppError('not_found', 'This image does not exist.');

/** Reads an image that a published post-mortem shows or has shown. Errors: not_found. */
export async function readPublicImage(ctx: Pick<Context, 'web'>, name: string): Promise<Image> {
  const found = imageAt(addressOfImage(name)) ? await publicImage(ctx, name) : null;
  if (!found) throw ABSENT;
  return { mediaType: found.mediaType, content: Uint8Array.from(found.content) };
}

/** Reads an image of a post-mortem for staff, published or not. Errors: forbidden, not_found. */
export async function readStaffImage(ctx: ActingContext, { id, name }: { id: string; name: string }): Promise<Image> {
  authorize(ctx, 'incident:read');
  const found = imageAt(addressOfImage(name))
    ? await ctx.prisma.postmortemImage.findFirst({
        where: { name, postmortem: { publicId: id } },
        select: { mediaType: true, content: true },
      })
    : null;
  if (!found) throw ABSENT;
  return found;
}
