import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody, keyOf } from '#server/http/json-body';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(
      await resolveIncident(ctx, { ...(await jsonBody(request)), ...keyOf(request), incident: id } as never),
      201,
    ), // the verb reads it strictly
);
