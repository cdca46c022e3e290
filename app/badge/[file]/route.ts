import { readBrand } from '#server/catalog/reads/read-brand';
import { AppError } from '#server/errors';
import { handle } from '#server/http/handle';
import { badgeSvg } from '#server/site/formats/badge';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';

export const GET = handle<{ file: string }>('public', async (ctx, _request, { file }) => {
  const svg = badgeSvg(await systemSummary(ctx), file.replace(/\.svg$/, ''), await readBrand(ctx));
  if (!svg || !file.endsWith('.svg'))
    throw new AppError(
      'not_found',
      'This badge does not exist. Use /badge/{slug}.svg, or /badge/all.svg for all components.',
    );
  return { body: svg, type: 'image/svg+xml; charset=utf-8' };
});
