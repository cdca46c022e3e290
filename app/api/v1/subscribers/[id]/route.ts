import { handle, jsonAnswer } from '#server/http/handle';
import { eraseSubscriber } from '#server/subscribers/verbs/erase-subscriber';

export const dynamic = 'force-dynamic';

export const DELETE = handle<{ id: string }>('subscriber:write', async (ctx, _, { id }) => {
  await eraseSubscriber(ctx, { id });
  return jsonAnswer({});
});
