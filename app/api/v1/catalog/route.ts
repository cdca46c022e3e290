import { planLines } from '#server/catalog/plan/plan-lines';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { handle, jsonAnswer } from '#server/http/handle';
import { textBody } from '#server/http/text-body';

export const dynamic = 'force-dynamic';

export const GET = handle('catalog:write', async (ctx) => ({
  body: await exportCatalog(ctx),
  type: 'application/yaml; charset=utf-8',
}));

export const POST = handle('catalog:write', async (ctx, request) => {
  const query = new URL(request.url).searchParams;
  const isDryRun = query.get('dry_run') === 'true';
  const plan = await applyCatalog(ctx, {
    text: await textBody(request),
    reason: query.get('reason') ?? undefined,
    isDryRun,
  });
  return jsonAnswer({ applied: !isDryRun && plan.changes.length > 0, differences: planLines(plan) });
});
