import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readEnv } from '#server/env';
import { createLog } from '#server/log';
import { march30Postmortem } from '#server/replay/postmortem-script';
import { readTrace } from '#server/replay/read-trace';
import { type Receivers, startReceivers } from '#server/replay/receivers';
import { replay } from '#server/replay/replay';
import { reportText } from '#server/replay/report';
import { march30, year2022 } from '#server/replay/scenario';
import { march30Staff } from '#server/replay/staff-script';
import { seedArgument, speedArgument, subscribersArgument } from './arguments.ts';
import { createProgram, runProgram } from './program.ts';

const PROGRESS_EVERY = 200;
const SEED = 20_220_330;
type Options = { trace?: string; speed?: number; subscribers?: number; seed?: number; json?: true };

async function runReplay(options: Options): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-replay-'));
  await chmod(folder, 0o755); // as root, PostgreSQL runs as another user, who must be able to enter the folder
  const receivers = options.subscribers === undefined ? null : await startReceivers();
  try {
    process.stdout.write(`${await replayIn(folder, receivers, options)}\n`);
  } finally {
    await receivers?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Replays on data in `folder`. Returns the report as text. */
async function replayIn(
  folder: string,
  receivers: Receivers | null,
  { trace, speed = Number.POSITIVE_INFINITY, subscribers: count, seed = SEED, json }: Options,
): Promise<string> {
  const { PORT } = readEnv();
  const port = speed === Number.POSITIVE_INFINITY ? '0' : String(PORT);
  const env = readEnv({ ...receivers?.settings, DATA_DIR: folder, PORT: port });
  const onProgress = (done: number) =>
    void (done % PROGRESS_EVERY === 0 && process.stderr.write(`${done} deliveries replayed\n`));
  const script = trace
    ? { deliveries: readTrace(trace) }
    : { deliveries: march30(), staff: march30Staff(), around: year2022(march30Postmortem()) };
  const subscribers = receivers && count ? { count, seed, hookUrl: receivers.hookUrl } : undefined;
  const { report, window } = await replay({ ...script, subscribers, speed, env, log: createLog('warn'), onProgress });
  if (json) return JSON.stringify(report);
  return [reportText(report, window), ...(receivers ? [receivedText(receivers)] : [])].join('\n');
}

/** Counts what arrived, so that the report can be compared with it. */
function receivedText({ received }: Receivers): string {
  const of = (channel: string) => received.filter((one) => one.channel === channel).length;
  const repeats = received.length - new Set(received.map(({ id }) => id)).size;
  return `received: ${of('email')} e-mails and ${of('webhook')} webhooks, ${repeats} of them repeated`;
}

const program = createProgram(
  'npm run replay --',
  'Replays a trace of probes against a new server and prints the resulting status, uptime and incidents.',
)
  .option('--trace <file>', 'trace in NDJSON (default: the incident of 30 March 2022)')
  .option('--speed <factor>', 'speed relative to real time, or "max" for no waiting (default: max)', speedArgument)
  .option('--subscribers <number>', 'notify so many subscribers, and report when (default: none)', subscribersArgument)
  .option('--seed <number>', `seed from which the subscribers are drawn (default: ${SEED})`, seedArgument)
  .option('--json', 'print the report as JSON')
  .action(runReplay);
await runProgram(program);
