import { handle } from '#server/http/handle';
import { readPublicImage } from '#server/postmortems/reads/postmortem-image';

export const dynamic = 'force-dynamic';

/** The names contain a digest of the content. */
const FOREVER = { 'Cache-Control': 'public, max-age=31536000, immutable' };

export const GET = handle<{ name: string }>('public', async (ctx, _request, { name }) => {
  const { content, mediaType } = await readPublicImage(ctx, name);
  return { body: content, type: mediaType, headers: FOREVER };
});
