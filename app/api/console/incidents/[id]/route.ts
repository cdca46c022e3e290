import { handle, jsonAnswer } from '#server/http/handle';
import { watchedIncident } from '#server/incidents/console/watched-incident';

export const dynamic = 'force-dynamic';

export const GET = handle<{ id: string }>('incident:read', async (ctx, _, { id }) =>
  jsonAnswer(await watchedIncident(ctx, id)),
);
