import { testDestination } from '#server/alerting/verbs/test-destination';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>('setting:write', async (ctx, _, { id }) =>
  jsonAnswer({ result: await testDestination(ctx, { id }) }),
);
