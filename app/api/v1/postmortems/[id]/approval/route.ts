import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { approvePostmortem } from '#server/postmortems/verbs/approve-postmortem';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>(
  'postmortem:approve',
  async (ctx, request, { id }) =>
    jsonAnswer(await approvePostmortem(ctx, { ...(await jsonBody(request)), postmortem: id } as never), 201), // the verb validates it
);
