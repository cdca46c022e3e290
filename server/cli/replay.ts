import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readEnv } from '#server/env';
import { createLog } from '#server/log';
import { readTrace } from '#server/replay/read-trace';
import { replay } from '#server/replay/replay';
import { reportText } from '#server/replay/report';
import { march30 } from '#server/replay/scenario';
import { march30Staff } from '#server/replay/staff-script';
import { speedArgument } from './arguments.ts';
import { createProgram, runProgram } from './program.ts';

const PROGRESS_EVERY = 200;
type Options = { trace?: string; speed?: number; json?: true };

async function runReplay({ trace, speed = Number.POSITIVE_INFINITY, json }: Options): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-replay-'));
  await chmod(folder, 0o755); // as root, PostgreSQL runs as another user, who must be able to enter the folder
  try {
    const { PORT } = readEnv();
    const env = { ...readEnv({ DATA_DIR: folder, PORT: speed === Number.POSITIVE_INFINITY ? '0' : String(PORT) }) };
    const onProgress = (count: number) =>
      void (count % PROGRESS_EVERY === 0 && process.stderr.write(`${count} deliveries replayed\n`));
    const script = trace ? { deliveries: readTrace(trace) } : { deliveries: march30(), staff: march30Staff() };
    const { report, window } = await replay({ ...script, speed, env, log: createLog('warn'), onProgress });
    process.stdout.write(`${json ? JSON.stringify(report) : reportText(report, window)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const program = createProgram(
  'npm run replay --',
  'Replays a trace of probes against a new server and prints the resulting status, uptime and incidents.',
)
  .option('--trace <file>', 'trace in NDJSON (default: the incident of 30 March 2022)')
  .option('--speed <factor>', 'speed relative to real time, or "max" for no waiting (default: max)', speedArgument)
  .option('--json', 'print the report as JSON')
  .action(runReplay);
await runProgram(program);
