import { applyCatalog } from '#server/catalog/apply-catalog';
import { exportCatalog } from '#server/catalog/export-catalog';
import { planLines } from '#server/catalog/plan-lines';
import { handle, jsonAnswer } from '#server/http/handle';
import { textBody } from '#server/http/text-body';

export const dynamic = 'force-dynamic';

export const GET = handle('catalog:write', async (ctx) => ({ body: await exportCatalog(ctx), type: 'application/yaml; charset=utf-8' }));

export const POST = handle('catalog:write', async (ctx, request) => {
  const query = new URL(request.url).searchParams;
  const isDryRun = query.get('dry_run') === 'true';
  const plan = await applyCatalog(ctx, { text: await textBody(request), reason: query.get('reason') ?? undefined, isDryRun });
  return jsonAnswer({ applied: !isDryRun && plan.changes.length > 0, differences: planLines(plan) });
});
