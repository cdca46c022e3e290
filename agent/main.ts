import { systemClock } from './clock.ts';
import { ConfigError, readConfig } from './config.ts';
import { stderrLog } from './log.ts';
import { runAgent } from './run-agent.ts';

const USAGE =
  'Usage: npm run agent -- CONFIG.yaml\n\nObserves the targets that the file names and sends what it sees to Candor; see docs/agent.md.\n';

const [file] = process.argv.slice(2);
try {
  if (!file || file === '--help') throw new ConfigError(`The configuration is missing.\n\n${USAGE}`);
  const config = await readConfig(file);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  stderrLog.info(`observing as ${config.source}, every ${config.intervalSeconds} s, for ${config.candor}`);
  const { hangs } = await runAgent(config, { clock: systemClock, log: stderrLog, signal: stopping.signal });
  if (hangs) process.kill(process.pid, 'SIGKILL'); // exit() waits for the thread that hangs; there is nothing left to do
  process.exit(0);
} catch (error) {
  process.stderr.write(`agent: ${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
