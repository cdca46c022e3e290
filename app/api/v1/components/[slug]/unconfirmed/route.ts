import { parseRfc3339 } from '#domain/time/rfc3339';
import { handle, jsonAnswer, windowOf } from '#server/http/handle';
import { unconfirmedFailures } from '#server/sla/unconfirmed-failures';

export const dynamic = 'force-dynamic';

export const GET = handle<{ slug: string }>('public', async (ctx, request, { slug }) =>
  jsonAnswer(await unconfirmedFailures(ctx, { component: slug, ...windowOf(request, parseRfc3339) })),
);
