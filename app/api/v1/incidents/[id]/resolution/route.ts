import { handle, jsonAnswer } from '#server/http/handle';
import { idempotencyKeyOf, jsonBody } from '#server/http/json-body';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(
      await resolveIncident(ctx, { ...(await jsonBody(request)), ...idempotencyKeyOf(request), incident: id } as never),
      201,
    ), // the verb validates it
);
