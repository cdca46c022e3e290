import { handle } from '#server/http/handle';
import { readStaffImage } from '#server/postmortems/reads/postmortem-image';

export const dynamic = 'force-dynamic';

export const GET = handle<{ id: string; name: string }>('incident:read', async (ctx, _request, params) => {
  const { content, mediaType } = await readStaffImage(ctx, params);
  return { body: content, type: mediaType };
});
