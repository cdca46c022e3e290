import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody, keyOf } from '#server/http/json-body';
import { addNote } from '#server/incidents/verbs/add-note';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'incident:update',
  async (ctx, request, { id }) =>
    jsonAnswer(await addNote(ctx, { ...(await jsonBody(request)), ...keyOf(request), incident: id } as never), 201), // the verb reads it strictly
);
