import { handle, jsonAnswer } from '#server/http/handle';
import { onCallOverview } from '#server/incidents/console/on-call-overview';

export const dynamic = 'force-dynamic';

export const GET = handle('incident:read', async (ctx) => jsonAnswer(await onCallOverview(ctx)));
