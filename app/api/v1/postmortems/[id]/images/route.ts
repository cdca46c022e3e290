import { bytesBody } from '#server/http/bytes-body';
import { handle, jsonAnswer, redirectAnswer } from '#server/http/handle';
import { imageOfForm } from '#server/http/image-form';
import { TEXT_IMAGE_LIMITS } from '#server/images/image-limits';
import { addImage } from '#server/postmortems/verbs/add-image';

export const dynamic = 'force-dynamic';

/** What a form may have besides its image. */
const FIELDS_BYTES_MAX = 16_384;

export const POST = handle<{ id: string }>('postmortem:write', async (ctx, request, { id }) => {
  const type = request.headers.get('content-type') ?? '';
  const isForm = type.startsWith('multipart/form-data');
  const bytes = await bytesBody(request, TEXT_IMAGE_LIMITS.bytes + (isForm ? FIELDS_BYTES_MAX : 0));
  const alt = new URL(request.url).searchParams.get('alt') ?? '';
  const given = isForm ? await imageOfForm(bytes, type) : { alt, content: bytes };
  const added = await addImage(ctx, { postmortem: id, ...given });
  const isPage = (request.headers.get('accept') ?? '').startsWith('text/html');
  return isPage ? redirectAnswer(`/console/postmortems/${id}#images`) : jsonAnswer(added, 201);
});
