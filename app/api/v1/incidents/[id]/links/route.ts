import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { linkIncidents } from '#server/incidents/verbs/link-incidents';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(await linkIncidents(ctx, { ...(await jsonBody(request)), incident: id } as never), 201), // the verb validates it
);
