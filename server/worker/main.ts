// The judge's thread: a bundle of what it needs comes as workerData, any message from the process ends it in order.
import { parentPort, workerData } from 'node:worker_threads';
import { steadyClock } from '../clock.ts';
import { assert } from '../errors.ts';
import { keepStderrJson } from '../json-stderr.ts';
import { createLog } from '../log.ts';
import { openContext } from '../open-context.ts';
import { runJudgeLoop } from './judge-loop.ts';
import type { JudgeData } from './start-judge.ts';

assert(parentPort, 'this file runs as a thread');
const port = parentPort;
const { databaseUrl, logLevel } = workerData as JudgeData; // start-judge.ts made it
const log = createLog(logLevel);
keepStderrJson(log);
const clock = steadyClock((step) => log.error(step, 'the clock was set and the probes do not bear it out; judging at its former pace'));
const ctx = openContext({ databaseUrl, log, clock });
const stopping = new AbortController();
port.once('message', () => stopping.abort());
const { worker } = ctx;
await runJudgeLoop(
  ctx,
  () => port.postMessage({ totalCount: worker.totalCount, idleCount: worker.idleCount, waitingCount: worker.waitingCount }),
  stopping.signal,
);
await ctx.close();
port.close();
