import { readBrand } from '#server/catalog/reads/read-brand';
import { handle, jsonAnswer } from '#server/http/handle';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { componentsV2 } from '#server/site/formats/statuspage-v2/summary';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) =>
  jsonAnswer(componentsV2(await systemSummary(ctx), pageV2(ctx, await readBrand(ctx)))),
);
