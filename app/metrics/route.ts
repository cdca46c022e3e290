import { readQueueAges } from '#server/delivery/reads/read-queue-ages';
import { readiness } from '#server/health/readiness';
import { handle } from '#server/http/handle';
import { sharedMetrics } from '#server/metrics';

export const dynamic = 'force-dynamic';

export const GET = handle('operator', async (ctx) => {
  const { evaluatedUntil } = (await readiness(ctx)).checks;
  const metrics = sharedMetrics();
  metrics.noteQueueAges(await readQueueAges(ctx));
  if (evaluatedUntil !== null) metrics.noteEvaluated(Date.parse(evaluatedUntil));
  return { body: await metrics.text(), type: 'text/plain; version=0.0.4; charset=utf-8' };
});
