import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { addTarget } from '#server/staff-alerts/add-target';
import { listTargets } from '#server/staff-alerts/list-targets';

export const dynamic = 'force-dynamic';

export const GET = handle('setting:write', async (ctx) => jsonAnswer({ targets: await listTargets(ctx) }));

export const POST = handle('setting:write', async (ctx, request) => jsonAnswer(await addTarget(ctx, await jsonBody(request)), 201));
