import { csvOf } from '#server/csv';
import { handle } from '#server/http/handle';
import { listImprovements } from '#server/postmortems/reads/list-improvements';
import { improvementRows } from '#server/site/formats/api-v1/postmortems';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) => {
  const component = new URL(request.url).searchParams.get('component');
  const body = csvOf(improvementRows(await listImprovements(ctx, component), ctx.publicOrigin));
  const headers = { 'Content-Disposition': 'attachment; filename="improvements.csv"' };
  return { body, type: 'text/csv; charset=utf-8', headers };
});
