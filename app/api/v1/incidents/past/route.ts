import { handle, jsonAnswer } from '#server/http/handle';
import { idempotencyKeyOf, jsonBody } from '#server/http/json-body';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';

export const dynamic = 'force-dynamic';

export const POST = handle(
  'incident:backfill',
  async (ctx, request) =>
    jsonAnswer(
      await backfillIncident(ctx, { ...(await jsonBody(request)), ...idempotencyKeyOf(request) } as never),
      201,
    ), // the verb validates it
);
