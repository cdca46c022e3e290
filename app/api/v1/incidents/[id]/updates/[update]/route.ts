import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { editUpdate } from '#server/incidents/verbs/edit-update';

export const dynamic = 'force-dynamic';

export const PATCH = handle<{ id: string; update: string }>(
  'incident:update',
  async (ctx, request, { id, update }) =>
    jsonAnswer(await editUpdate(ctx, { ...(await jsonBody(request)), incident: id, update } as never)), // the verb validates it
);
