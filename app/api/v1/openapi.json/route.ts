import { handle, jsonAnswer } from '#server/http/handle';
import { openApiDocument } from '#server/http/openapi/openapi';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx) => jsonAnswer(openApiDocument(ctx.publicOrigin)));
