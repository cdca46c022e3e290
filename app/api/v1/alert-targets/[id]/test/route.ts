import { handle, jsonAnswer } from '#server/http/handle';
import { testTarget } from '#server/staff-alerts/test-target';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>('setting:write', async (ctx, _, { id }) => jsonAnswer({ result: await testTarget(ctx, { id }) }));
