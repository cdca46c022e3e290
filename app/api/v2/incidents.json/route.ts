import { handle, jsonAnswer } from '#server/http/handle';
import { publicIncidents } from '#server/incidents/public-incidents';
import { incidentsV2 } from '#server/presenters/incidents-v2';
import { pageV2 } from '#server/presenters/page-v2';
import { systemSummary } from '#server/status/system-summary';

/** As many as Statuspage lists. */
const LISTED = 50;
export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => {
  const { components, generatedAt } = await systemSummary(ctx);
  return jsonAnswer(incidentsV2(await publicIncidents(ctx, { kind: 'page', limit: LISTED, offset: 0 }), components, pageV2(ctx), generatedAt));
});
