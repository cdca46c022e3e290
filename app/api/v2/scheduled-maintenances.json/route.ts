import { readBrand } from '#server/catalog/reads/read-brand';
import { handle, jsonAnswer } from '#server/http/handle';
import { maintenancesV2 } from '#server/site/formats/statuspage-v2/incidents';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) =>
  jsonAnswer(maintenancesV2(await systemSummary(ctx), pageV2(ctx, await readBrand(ctx)))),
);
