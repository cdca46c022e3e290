import { readBrand } from '#server/catalog/reads/read-brand';
import { AppError } from '#server/errors';
import { handle } from '#server/http/handle';
import { feedSource } from '#server/incidents/reads/feed-source';
import { updateFeed } from '#server/site/formats/feeds/update-entries';
import { FEED_FORMATS, writeFeed } from '#server/site/formats/feeds/write-feed';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';

export const dynamic = 'force-dynamic';

const PATH = /^(all|components\/[a-z0-9-]+|incidents\/[a-z0-9]+)\.(\w+)$/;

export const GET = handle<{ path: string[] }>('public', async (ctx, _request, { path }) => {
  const [, name = '', extension = ''] = PATH.exec(path.join('/')) ?? [];
  const format = FEED_FORMATS.find((one) => one === extension);
  if (format === undefined)
    throw new AppError(
      'not_found',
      'This feed does not exist. The feed of all incidents is /feeds/all.atom, .rss or .json.',
    );
  const brand = await readBrand(ctx);
  return writeFeed(updateFeed(await feedSource(ctx, name, brand.title), pageV2(ctx, brand)), format);
});
