import { handle, jsonAnswer } from '#server/http/handle';
import { idempotencyKeyOf, jsonBody } from '#server/http/json-body';
import { listPostmortems } from '#server/postmortems/reads/list-postmortems';
import { createPostmortem } from '#server/postmortems/verbs/create-postmortem';
import { postmortemsV1 } from '#server/site/formats/api-v1/postmortems';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) =>
  jsonAnswer(postmortemsV1(await listPostmortems(ctx), ctx.publicOrigin)),
);

export const POST = handle(
  'postmortem:write',
  async (ctx, request) =>
    jsonAnswer(
      await createPostmortem(ctx, { ...(await jsonBody(request)), ...idempotencyKeyOf(request) } as never),
      201,
    ), // the verb validates it
);
