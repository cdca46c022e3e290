import { handle, jsonAnswer } from '#server/http/handle';
import { testWebhook } from '#server/subscribers/verbs/test-webhook';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>('subscriber:write', async (ctx, _, { id }) =>
  jsonAnswer((await testWebhook(ctx, { id })) ?? { kind: 'accepted' }),
);
