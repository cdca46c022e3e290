import { handle, jsonAnswer } from '#server/http/handle';
import { idempotencyKeyOf, jsonBody } from '#server/http/json-body';
import { addNote } from '#server/incidents/verbs/add-note';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(
      await addNote(ctx, { ...(await jsonBody(request)), ...idempotencyKeyOf(request), incident: id } as never),
      201,
    ), // the verb validates it
);
