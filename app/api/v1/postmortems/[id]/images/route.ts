import { bytesBody } from '#server/http/bytes-body';
import { handle, jsonAnswer } from '#server/http/handle';
import { TEXT_IMAGE_LIMITS } from '#server/images/image-limits';
import { addImage } from '#server/postmortems/verbs/add-image';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>('postmortem:write', async (ctx, request, { id }) => {
  const alt = new URL(request.url).searchParams.get('alt') ?? '';
  const content = await bytesBody(request, TEXT_IMAGE_LIMITS.bytes);
  return jsonAnswer(await addImage(ctx, { postmortem: id, alt, content }), 201);
});
