import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readEnv } from '#server/env';
import { AppError } from '#server/errors';
import { createLog } from '#server/log';
import { readTrace } from '#server/replay/read-trace';
import { replay } from '#server/replay/replay';
import { reportText } from '#server/replay/report';
import { march30 } from '#server/replay/scenario';
import { march30Staff } from '#server/replay/staff-script';
import { surviveClosedPipes } from './survive-closed-pipes.ts';

const USAGE = 'Usage: npm run replay -- [--trace FILE] [--speed N|max] [--json]';
const PROGRESS_EVERY = 200;

function speedOf(text: string | undefined): number {
  const speed = text === undefined || text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (!(speed > 0)) throw new AppError('invalid_input', `--speed: a number above 0, or max.\n${USAGE}`);
  return speed;
}

function options() {
  try {
    return parseArgs({
      options: { trace: { type: 'string' }, speed: { type: 'string' }, json: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    throw new AppError('invalid_input', `${(error as Error).message}\n${USAGE}`);
  }
}

async function main(): Promise<void> {
  const values = options();
  const speed = speedOf(values.speed);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-replay-'));
  await chmod(folder, 0o755); // PostgreSQL runs as another user where this runs as root
  try {
    const { PORT } = readEnv();
    const env = { ...readEnv({ DATA_DIR: folder, PORT: speed === Number.POSITIVE_INFINITY ? '0' : String(PORT) }) };
    const onProgress = (count: number) =>
      void (count % PROGRESS_EVERY === 0 && process.stderr.write(`${count} deliveries replayed\n`));
    const told = values.trace
      ? { deliveries: readTrace(values.trace) }
      : { deliveries: march30(), staff: march30Staff() };
    const { report, window } = await replay({ ...told, speed, env, log: createLog('warn'), onProgress });
    process.stdout.write(`${values.json ? JSON.stringify(report) : reportText(report, window)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

surviveClosedPipes();
try {
  await main();
} catch (error) {
  process.stderr.write(`candor: ${error instanceof AppError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
