import { handle } from '#server/http/handle';
import { feedIncidents } from '#server/incidents/reads/feed-incidents';
import { rssFeed } from '#server/site/formats/rss';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: rssFeed(await feedIncidents(ctx), pageV2(ctx)),
  type: 'application/rss+xml; charset=utf-8',
}));
