import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:withdraw',
  async (ctx, request, { id }) =>
    jsonAnswer(await withdrawIncident(ctx, { ...(await jsonBody(request)), incident: id } as never), 201), // the verb validates it
);
