import { handle } from '#server/http/handle';
import { feedIncidents } from '#server/incidents/feed-incidents';
import { pageV2 } from '#server/presenters/page-v2';
import { rssFeed } from '#server/presenters/rss';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: rssFeed(await feedIncidents(ctx), pageV2(ctx)),
  type: 'application/rss+xml; charset=utf-8',
}));
