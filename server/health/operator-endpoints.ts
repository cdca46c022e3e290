import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '#server/context';
import { readQueueAges } from '#server/delivery/reads/read-queue-ages';
import { sendJson } from '#server/http/problem';
import type { Metrics } from '#server/metrics';
import { withinLimit } from '#server/with-time-limit';
import { readiness } from './readiness.ts';

/** While the database hangs, the other metrics must not wait for it. */
const QUEUE_AGES_MS_MAX = 1_000;
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Makes the endpoints for the operator's monitoring, which anyone who can reach the port may read. */
export function createOperatorEndpoints(ctx: Context, metrics: Metrics) {
  async function sendReadiness(_: IncomingMessage, response: ServerResponse): Promise<void> {
    const report = await readiness(ctx, metrics.spoolSize());
    sendJson(response, report.status === 'fail' ? 503 : 200, report);
  }

  async function sendMetrics(_: IncomingMessage, response: ServerResponse): Promise<void> {
    const { evaluatedUntil } = (await readiness(ctx, metrics.spoolSize())).checks;
    metrics.noteQueueAges(await withinLimit(readQueueAges(ctx), QUEUE_AGES_MS_MAX, () => []));
    if (evaluatedUntil !== null) metrics.noteEvaluated(Date.parse(evaluatedUntil));
    const body = Buffer.from(await metrics.text());
    response
      .writeHead(200, { 'Content-Type': METRICS_TYPE, 'Content-Length': body.length, 'Cache-Control': 'no-store' })
      .end(body);
  }

  return {
    /** Answers if the process runs. Checks nothing else. */
    health: (_: IncomingMessage, response: ServerResponse) => sendJson(response, 200, { status: 'pass' }),
    readiness: sendReadiness,
    metrics: sendMetrics,
  };
}
