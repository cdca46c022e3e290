import { headlines } from '#components/site/headlines.ts';
import { readBrand } from '#server/catalog/reads/read-brand';
import { readLogoRaster } from '#server/catalog/reads/read-brand-image';
import { handle } from '#server/http/handle';
import { statusPicture } from '#server/site/formats/status-picture';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => {
  const [{ before: sentence, since, tone }] = headlines(await systemSummary(ctx));
  const [brand, raster] = [await readBrand(ctx), await readLogoRaster(ctx)];
  return {
    body: await ctx.drawStatusPicture(statusPicture({ brand, raster, sentence, since, tone })),
    type: 'image/png',
  };
});
