import { handle, jsonAnswer } from '#server/http/handle';
import { uptimePeriods } from '#server/sla/uptime-export';
import { uptimeRecord } from '#server/sla/uptime-record';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) =>
  jsonAnswer(uptimePeriods(await uptimeRecord(ctx), new URL(request.url).searchParams.get('year'))),
);
