import { handle, jsonAnswer } from '#server/http/handle';
import { idempotencyKeyOf, jsonBody } from '#server/http/json-body';
import { listPublicIncidents } from '#server/incidents/reads/list-public-incidents';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) => {
  const { incidents, ...paging } = await listPublicIncidents(
    ctx,
    Object.fromEntries(new URL(request.url).searchParams),
  );
  return jsonAnswer({
    ...paging,
    incidents: incidents.map((incident) => incidentV1(incident, ctx.publicOrigin, ctx.clock.now())),
  });
});

export const POST = handle(
  'incident:open',
  async (ctx, request) =>
    jsonAnswer(await openIncident(ctx, { ...(await jsonBody(request)), ...idempotencyKeyOf(request) } as never), 201), // the verb validates it
);
