import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { listTemplates } from '#server/incidents/reads/list-templates';
import { saveTemplate } from '#server/incidents/verbs/save-template';

export const dynamic = 'force-dynamic';

export const GET = handle('incident:read', async (ctx) => jsonAnswer({ templates: await listTemplates(ctx) }));

export const POST = handle('template:write', async (ctx, request) =>
  jsonAnswer(await saveTemplate(ctx, (await jsonBody(request)) as never), 201),
); // the verb validates it
