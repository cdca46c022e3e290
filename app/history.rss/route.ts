import { readBrand } from '#server/catalog/reads/read-brand';
import { handle } from '#server/http/handle';
import { feedIncidents } from '#server/incidents/reads/feed-incidents';
import { rssFeed } from '#server/site/formats/rss';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => {
  const brand = await readBrand(ctx);
  return {
    body: rssFeed(await feedIncidents(ctx), pageV2(ctx, brand), brand.title),
    type: 'application/rss+xml; charset=utf-8',
  };
});
