import { handle } from '#server/http/handle';
import { uptimeCsv, uptimePeriods } from '#server/sla/uptime-export';
import { uptimeRecord } from '#server/sla/uptime-record';

export const dynamic = 'force-dynamic';

export const GET = handle('public', async (ctx, request) => {
  const answer = uptimePeriods(await uptimeRecord(ctx), new URL(request.url).searchParams.get('year'));
  const headers = { 'Content-Disposition': `attachment; filename="uptime-${answer.year}.csv"` };
  return { body: uptimeCsv(answer), type: 'text/csv; charset=utf-8', headers };
});
