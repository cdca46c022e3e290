import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { changeActionItem } from '#server/postmortems/verbs/change-action-item';
import { removeActionItem } from '#server/postmortems/verbs/remove-action-item';

export const dynamic = 'force-dynamic';

export const PATCH = handle<{ id: string; item: string }>(
  'postmortem:write',
  async (ctx, request, { id, item }) =>
    jsonAnswer(await changeActionItem(ctx, { ...(await jsonBody(request)), postmortem: id, item } as never)), // the verb validates it
);

export const DELETE = handle<{ id: string; item: string }>('postmortem:write', async (ctx, _request, { id, item }) =>
  jsonAnswer(await removeActionItem(ctx, { postmortem: id, item })),
);
