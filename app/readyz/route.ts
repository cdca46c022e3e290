import { readiness } from '#server/health/readiness';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const GET = handle('operator', async (ctx) => {
  const report = await readiness(ctx);
  return jsonAnswer(report, report.status === 'fail' ? 503 : 200);
});
