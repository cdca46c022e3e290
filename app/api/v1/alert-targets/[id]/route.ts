import { handle, jsonAnswer } from '#server/http/handle';
import { removeTarget } from '#server/staff-alerts/remove-target';

export const dynamic = 'force-dynamic';

export const DELETE = handle<{ id: string }>('setting:write', async (ctx, _, { id }) => {
  await removeTarget(ctx, { id });
  return jsonAnswer({});
});
