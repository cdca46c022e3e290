import { handle, jsonAnswer } from '#server/http/handle';
import { incidentsV2 } from '#server/presenters/incidents-v2';
import { pageV2 } from '#server/presenters/page-v2';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => {
  const summary = await systemSummary(ctx);
  return jsonAnswer(incidentsV2(summary.openIncidents, summary, pageV2(ctx)));
});
