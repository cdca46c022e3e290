import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(await acknowledgeIncident(ctx, { ...(await jsonBody(request)), incident: id } as never), 201), // the verb validates it
);
