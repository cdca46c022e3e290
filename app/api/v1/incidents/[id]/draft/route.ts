import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { saveDraft } from '#server/incidents/verbs/save-draft';

export const dynamic = 'force-dynamic';

export const PUT = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(await saveDraft(ctx, { ...(await jsonBody(request)), incident: id } as never)), // the verb validates it
);
