import { systemClock } from './clock.ts';
import { ConfigError, readConfig } from './config.ts';
import { stderrLog } from './log.ts';
import { runAgent } from './run-agent.ts';

const USAGE =
  'Usage: npm run agent -- CONFIG.yaml\n\nSamples the targets in the configuration and sends probes to Candor. See docs/agent.md.\n';
const WRONG_USAGE = 2;

async function main(file: string): Promise<void> {
  const config = await readConfig(file);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  stderrLog.info(`polling as ${config.source} every ${config.intervalSeconds} s; sending to ${config.candor}`);
  const { hangs } = await runAgent(config, { clock: systemClock, log: stderrLog, signal: stopping.signal });
  if (hangs) process.kill(process.pid, 'SIGKILL'); // exit() would wait for the thread that hangs; everything else has ended
  process.exit(0);
}

const [file] = process.argv.slice(2);
if (file === '--help' || file === '-h') {
  process.stdout.write(USAGE);
} else if (!file) {
  process.stderr.write(`agent: Missing argument: path of the configuration file.\n\n${USAGE}`);
  process.exitCode = WRONG_USAGE;
} else {
  await main(file).catch((error: Error) => {
    process.stderr.write(`agent: ${error instanceof ConfigError ? error.message : error.stack}\n`);
    process.exit(1);
  });
}
