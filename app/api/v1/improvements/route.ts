import { handle, jsonAnswer } from '#server/http/handle';
import { listImprovements } from '#server/postmortems/reads/list-improvements';
import { improvementsV1 } from '#server/site/formats/api-v1/postmortems';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) => {
  const component = new URL(request.url).searchParams.get('component');
  return jsonAnswer(improvementsV1(await listImprovements(ctx, component), ctx.publicOrigin));
});
