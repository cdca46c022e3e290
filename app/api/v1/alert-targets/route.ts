import { listTargets } from '#server/alerting/reads/list-destinations';
import { addTarget } from '#server/alerting/verbs/add-destination';
import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';

export const dynamic = 'force-dynamic';

export const GET = handle('setting:write', async (ctx) => jsonAnswer({ targets: await listTargets(ctx) }));

export const POST = handle('setting:write', async (ctx, request) =>
  jsonAnswer(await addTarget(ctx, await jsonBody(request)), 201),
);
