import { handle, jsonAnswer } from '#server/http/handle';
import { undoUpdate } from '#server/incidents/verbs/undo-update';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string; update: string }>('incident:update', async (ctx, _request, { id, update }) =>
  jsonAnswer(await undoUpdate(ctx, { incident: id, update })),
);
