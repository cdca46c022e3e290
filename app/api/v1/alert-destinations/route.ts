import { listDestinations } from '#server/alerting/reads/list-destinations';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';

export const dynamic = 'force-dynamic';

export const GET = handle('setting:write', async (ctx) => jsonAnswer({ destinations: await listDestinations(ctx) }));

export const POST = handle('setting:write', async (ctx, request) =>
  jsonAnswer(await addDestination(ctx, await jsonBody(request)), 201),
);
