import { listEvents } from '#server/delivery/reads/list-events';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) =>
  jsonAnswer(await listEvents(ctx, Object.fromEntries(new URL(request.url).searchParams))),
);
