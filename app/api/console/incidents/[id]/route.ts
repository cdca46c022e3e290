import { watchedIncident } from '#server/duty/watched-incident';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const GET = handle<{ id: string }>('incident:read', async (ctx, _, { id }) => jsonAnswer(await watchedIncident(ctx, id)));
