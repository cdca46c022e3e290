import { readStylesheet } from '#server/catalog/reads/read-brand';
import { readBrandImage } from '#server/catalog/reads/read-brand-image';
import { AppError } from '#server/errors';
import { handle } from '#server/http/handle';

export const dynamic = 'force-dynamic';

/** The names contain a hash of the content. */
const FOREVER = { 'Cache-Control': 'public, max-age=31536000, immutable' };

export const GET = handle<{ file: string }>('public', async (ctx, _request, { file }) => {
  const image = await readBrandImage(ctx, file);
  if (image) return { body: image.content, type: image.mediaType, headers: FOREVER };
  const stylesheet = await readStylesheet(ctx);
  if (stylesheet?.file !== file)
    throw new AppError('not_found', 'This file does not exist. The brand may have changed. Reload the page.');
  return { body: stylesheet.css, type: 'text/css; charset=utf-8', headers: FOREVER };
});
