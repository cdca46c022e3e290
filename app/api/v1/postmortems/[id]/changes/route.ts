import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { requestChanges } from '#server/postmortems/verbs/request-changes';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'postmortem:write',
  async (ctx, request, { id }) =>
    jsonAnswer(await requestChanges(ctx, { ...(await jsonBody(request)), postmortem: id } as never), 201), // the verb validates it
);
