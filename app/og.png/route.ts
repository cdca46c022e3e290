import { formatHeadline } from '#components/site/home/format-headline.ts';
import { headlineFacts } from '#domain/site/headline-facts';
import { readBrand } from '#server/catalog/reads/read-brand';
import { readLogoRaster } from '#server/catalog/reads/read-brand-image';
import { handle } from '#server/http/handle';
import { statusPicture } from '#server/site/formats/status-picture';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => {
  const summary = await systemSummary(ctx);
  const [first] = headlineFacts(summary);
  const shown = {
    sentence: formatHeadline(first, summary.components.length),
    since: first.kind === 'incident' ? first.incident.startedAt : first.since,
    tone: first.tone,
  };
  const [brand, raster] = [await readBrand(ctx), await readLogoRaster(ctx)];
  return {
    body: await ctx.drawStatusPicture(statusPicture({ brand, raster, ...shown })),
    type: 'image/png',
  };
});
