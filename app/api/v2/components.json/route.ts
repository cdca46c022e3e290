import { handle, jsonAnswer } from '#server/http/handle';
import { pageV2 } from '#server/presenters/page-v2';
import { componentsV2 } from '#server/presenters/statuspage-v2';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => jsonAnswer(componentsV2(await systemSummary(ctx), pageV2(ctx))));
