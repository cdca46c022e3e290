import { handle, jsonAnswer } from '#server/http/handle';
import { maintenancesV2 } from '#server/presenters/incidents-v2';
import { pageV2 } from '#server/presenters/page-v2';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => jsonAnswer(maintenancesV2(pageV2(ctx), ctx.clock.now())));
