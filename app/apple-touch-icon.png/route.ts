import { readTouchIcon } from '#server/catalog/reads/read-brand-image';
import { handle } from '#server/http/handle';
import { ringTouchIcon } from '#server/site/ring-touch-icon';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => ({
  body: (await readTouchIcon(ctx)) ?? (await ringTouchIcon(ctx)),
  type: 'image/png',
}));
