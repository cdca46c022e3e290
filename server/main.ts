import { readEnv } from './env.ts';
import { AppError } from './errors.ts';
import { createLog } from './log.ts';
import { run } from './run.ts';

const STOP_MS_MAX = 15_000;

try {
  const env = readEnv();
  const starting = run({ env, log: createLog(env.LOG_LEVEL) });
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, async () => {
      if (isStopping) return;
      isStopping = true;
      setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
      await starting.then(({ stop }) => stop()); // a start that fails ends the process below
      process.exit(0);
    });
  }
  const running = await starting;
  if (!isStopping) process.stdout.write(`ready ${running.url}\n`);
} catch (error) {
  process.stderr.write(`candor: ${error instanceof AppError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
