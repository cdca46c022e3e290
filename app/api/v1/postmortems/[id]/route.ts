import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { formatFinding } from '#server/postmortems/format-draft';
import { publicPostmortem } from '#server/postmortems/reads/public-postmortem';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { postmortemV1 } from '#server/site/formats/api-v1/postmortems';

export const dynamic = 'force-dynamic';

export const GET = handle<{ id: string }>('public', async (ctx, _request, { id }) =>
  jsonAnswer(postmortemV1(await publicPostmortem(ctx, id), ctx.publicOrigin, ctx.clock.now())),
);

export const PATCH = handle<{ id: string }>('postmortem:write', async (ctx, request, { id }) => {
  const { findings, ...saved } = await savePostmortem(ctx, { ...(await jsonBody(request)), postmortem: id } as never); // the verb validates it
  return jsonAnswer({ ...saved, findings: findings.map(formatFinding) });
});
