import { parseRfc3339 } from '#domain/time/rfc3339';
import { handle, jsonAnswer, windowOf } from '#server/http/handle';
import { componentUptime } from '#server/sla/component-record';

export const dynamic = 'force-dynamic';

export const GET = handle<{ slug: string }>('public', async (ctx, request, { slug }) =>
  jsonAnswer(await componentUptime(ctx, { component: slug, ...windowOf(request, parseRfc3339) })),
);
