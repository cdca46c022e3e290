import { dutyOverview } from '#server/duty/duty-overview';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const GET = handle('incident:read', async (ctx) => jsonAnswer(await dutyOverview(ctx)));
