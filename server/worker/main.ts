// the evaluation thread: a bundle of what it needs comes as workerData, any message from the process ends it in order.
import { parentPort, workerData } from 'node:worker_threads';
import { steadyClock } from '#server/clock';
import { assert } from '#server/errors';
import { keepStderrJson } from '#server/json-stderr';
import { createLog } from '#server/log';
import { openContext } from '#server/open-context';
import { runEvaluationLoop } from './evaluation-loop.ts';
import type { EvaluationData } from './start-evaluation.ts';

assert(parentPort, 'this file runs as a thread');
const port = parentPort;
const { databaseUrl, logLevel } = workerData as EvaluationData; // start-evaluate.ts made it
const log = createLog(logLevel);
keepStderrJson(log);
const clock = steadyClock((step) =>
  log.error(step, 'the clock was set and the probes do not bear it out; evaluating at its former pace'),
);
const ctx = openContext({ databaseUrl, log, clock });
const stopping = new AbortController();
port.once('message', () => stopping.abort());
const { worker } = ctx;
await runEvaluationLoop(
  ctx,
  () =>
    port.postMessage({ totalCount: worker.totalCount, idleCount: worker.idleCount, waitingCount: worker.waitingCount }),
  stopping.signal,
);
await ctx.close();
port.close();
