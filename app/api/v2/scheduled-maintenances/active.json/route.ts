import { handle, jsonAnswer } from '#server/http/handle';
import { maintenancesV2 } from '#server/presenters/incidents-v2';
import { pageV2 } from '#server/presenters/page-v2';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => jsonAnswer(maintenancesV2(await systemSummary(ctx), pageV2(ctx))));
