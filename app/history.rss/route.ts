import { handle } from '#server/http/handle';
import { publicIncidents } from '#server/incidents/public-incidents';
import { pageV2 } from '#server/presenters/page-v2';
import { rssFeed } from '#server/presenters/rss';

const LISTED = 50;
export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: rssFeed(await publicIncidents(ctx, { kind: 'page', limit: LISTED, offset: 0 }), pageV2(ctx)),
  type: 'application/rss+xml; charset=utf-8',
}));
