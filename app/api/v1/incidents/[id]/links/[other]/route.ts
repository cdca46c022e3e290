import { handle, jsonAnswer } from '#server/http/handle';
import { unlinkIncidents } from '#server/incidents/verbs/unlink-incidents';

export const dynamic = 'force-dynamic';

export const DELETE = handle<{ id: string; other: string }>('incident:update', async (ctx, _, { id, other }) =>
  jsonAnswer(await unlinkIncidents(ctx, { incident: id, to: other })),
);
