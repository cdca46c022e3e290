import { readBrand } from '#server/catalog/reads/read-brand';
import { handle, jsonAnswer } from '#server/http/handle';
import { incidentsV2 } from '#server/site/formats/statuspage-v2/incidents';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => {
  const summary = await systemSummary(ctx);
  return jsonAnswer(incidentsV2(summary.openIncidents, summary, pageV2(ctx, await readBrand(ctx))));
});
