import { handle, jsonAnswer } from '#server/http/handle';
import { resolveComment } from '#server/postmortems/verbs/resolve-comment';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string; comment: string }>(
  'postmortem:write',
  async (ctx, _request, { id, comment }) =>
    jsonAnswer(await resolveComment(ctx, { postmortem: id, comment: Number(comment) })),
);
