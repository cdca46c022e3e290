import { removeDestination } from '#server/alerting/verbs/remove-destination';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const DELETE = handle<{ id: string }>('setting:write', async (ctx, _, { id }) => {
  await removeDestination(ctx, { id });
  return jsonAnswer({});
});
