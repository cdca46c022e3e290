import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { checkText } from '#server/postmortems/reads/check-text';

export const dynamic = 'force-dynamic';

export const POST = handle(
  'incident:read',
  async (ctx, request) => jsonAnswer(await checkText(ctx, (await jsonBody(request)) as never)), // the read validates it
);
