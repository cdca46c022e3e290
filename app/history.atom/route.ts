import { handle } from '#server/http/handle';
import { feedIncidents } from '#server/incidents/feed-incidents';
import { atomFeed } from '#server/presenters/atom';
import { pageV2 } from '#server/presenters/page-v2';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: atomFeed(await feedIncidents(ctx), pageV2(ctx)),
  type: 'application/atom+xml; charset=utf-8',
}));
