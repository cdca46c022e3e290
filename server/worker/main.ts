// The evaluation thread. It receives its settings as workerData; any message from the process ends it in order.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { steadyClock } from '#server/clock';
import { redirectStderr } from '#server/json-stderr';
import { createLog } from '#server/log';
import { openEvaluationContext } from './evaluation-context.ts';
import { runEvaluationLoop } from './evaluation-loop.ts';
import type { EvaluationData } from './start-evaluation.ts';

async function evaluate(port: MessagePort): Promise<void> {
  const { databaseUrl, logLevel } = workerData as EvaluationData; // from start-evaluation.ts
  const log = createLog(logLevel);
  redirectStderr(log);
  const clock = steadyClock((step) =>
    log.error(step, 'the system clock stepped and probes contradict it; evaluation ignores the step'),
  );
  const ctx = openEvaluationContext({ databaseUrl, log, clock });
  const stopping = new AbortController();
  port.once('message', () => stopping.abort());
  const { worker } = ctx;
  await runEvaluationLoop(
    ctx,
    () =>
      port.postMessage({
        totalCount: worker.totalCount,
        idleCount: worker.idleCount,
        waitingCount: worker.waitingCount,
      }),
    stopping.signal,
  );
  await ctx.close();
  port.close();
}

if (parentPort) await evaluate(parentPort); // scripts/prepare.mjs only compiles this file
