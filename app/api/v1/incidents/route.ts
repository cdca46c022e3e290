import { handle, jsonAnswer } from '#server/http/handle';
import { listPublicIncidents } from '#server/incidents/list-public-incidents';
import { incidentV1 } from '#server/presenters/incidents-v1';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) => {
  const { incidents, ...paging } = await listPublicIncidents(ctx, Object.fromEntries(new URL(request.url).searchParams));
  return jsonAnswer({ ...paging, incidents: incidents.map((incident) => incidentV1(incident, ctx.publicOrigin, ctx.clock.now())) });
});
