import { handle } from '#server/http/handle';
import { faviconSvg } from '#server/presenters/badge';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({ body: faviconSvg(await systemSummary(ctx)), type: 'image/svg+xml; charset=utf-8' }));
