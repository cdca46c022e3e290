import { handle, jsonAnswer } from '#server/http/handle';
import { idempotencyKeyOf, jsonBody } from '#server/http/json-body';
import { publishPostmortem } from '#server/postmortems/verbs/publish-postmortem';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'postmortem:write',
  async (ctx, request, { id }) =>
    jsonAnswer(
      await publishPostmortem(ctx, {
        ...(await jsonBody(request)),
        ...idempotencyKeyOf(request),
        postmortem: id,
      } as never),
      201,
    ), // the verb validates it
);
