import { handle } from '#server/http/handle';
import { faviconSvg } from '#server/site/formats/favicon';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: faviconSvg(await systemSummary(ctx)),
  type: 'image/svg+xml; charset=utf-8',
}));
