import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { retractUpdate } from '#server/incidents/verbs/retract-update';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string; update: string }>(
  'incident:update',
  async (ctx, request, { id, update }) =>
    jsonAnswer(await retractUpdate(ctx, { ...(await jsonBody(request)), incident: id, update } as never), 201), // the verb validates it
);
