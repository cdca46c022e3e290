import { parseArgs } from 'node:util';
import { beginSetUp } from '#server/identity/people/verbs/set-up';
import { readEnv } from './env.ts';
import { AppError } from './errors.ts';
import { endOnUncaught, redirectStderr } from './json-stderr.ts';
import { createLog } from './log.ts';
import { run } from './run.ts';

/** Longer than the drain of requests (server/http/drain.ts) and the shutdown of the database after it. */
const STOP_MS_MAX = 45_000;
const USAGE = 'Usage: npm start [-- --demo]';
const SWITCH = { type: 'boolean', default: false } as const;

function options() {
  try {
    return parseArgs({ options: { demo: SWITCH, help: SWITCH } }).values;
  } catch (error) {
    throw new AppError('bad_environment', `${(error as Error).message} ${USAGE}`);
  }
}

try {
  const { demo: isDemo, help: isHelp } = options();
  if (isHelp) {
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  }
  const env = readEnv();
  const log = createLog(env.LOG_LEVEL);
  redirectStderr(log);
  endOnUncaught(log);
  const starting = run({ env, log });
  let isStopping = false;
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, async () => {
      if (isStopping) return;
      isStopping = true;
      ending.abort();
      setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
      await starting.then(({ stop }) => stop()); // a failed start ends the process below
      process.exit(0);
    });
  }
  const running = await starting;
  if (isDemo && !isStopping) {
    log.info('filling the database with 90 days of demo data');
    const { runDemo } = await import('#server/demo/run-demo'); // its code would occupy memory in every server
    const print = (line: string) => process.stdout.write(`${line}\n`);
    await runDemo({ ...running, signal: ending.signal, print }).catch((error: Error) => {
      if (!isStopping) throw error; // the server is stopping
    });
  }
  if (!isStopping) {
    process.stdout.write(`ready ${running.url}\n`);
    const setUp = env.ROLE === 'worker' || !running.hasDatabase ? null : await beginSetUp(running.ctx);
    if (setUp) process.stdout.write(`set-up ${setUp}\n`);
  }
} catch (error) {
  createLog('fatal').fatal(error instanceof AppError ? error.message : (error as Error).stack); // also where LOG_LEVEL is invalid
  process.exit(1);
}
