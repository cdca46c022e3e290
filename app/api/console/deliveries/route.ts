import { deliveryReport } from '#server/delivery/reads/delivery-report';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const GET = handle('incident:read', async (ctx, request) =>
  jsonAnswer(await deliveryReport(ctx, Object.fromEntries(new URL(request.url).searchParams))),
);
