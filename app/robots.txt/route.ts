import { readBrand } from '#server/catalog/reads/read-brand';
import { handle } from '#server/http/handle';
import { robotsText } from '#server/site/formats/robots';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: robotsText(await readBrand(ctx)),
  type: 'text/plain; charset=utf-8',
}));
