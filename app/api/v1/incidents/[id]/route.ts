import { handle, jsonAnswer } from '#server/http/handle';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';

export const dynamic = 'force-dynamic';

export const GET = handle<{ id: string }>('public', async (ctx, _request, { id }) =>
  jsonAnswer(incidentV1(await publicIncident(ctx, id), ctx.publicOrigin, ctx.clock.now())),
);
