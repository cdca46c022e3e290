import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';

export const dynamic = 'force-dynamic';

export const PUT = handle<{ id: string }>(
  'postmortem:write',
  async (ctx, request, { id }) =>
    jsonAnswer(await promisePostmortem(ctx, { ...(await jsonBody(request)), incident: id } as never)), // the verb validates it
);
