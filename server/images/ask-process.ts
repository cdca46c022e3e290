import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The only answer of a process, or how it ended without one. */
export type ProcessAnswer = { kind: 'answered'; answer: unknown } | { kind: 'killed' } | { kind: 'failed' };
/** `msMax`: until it is killed; `cpuSecondsMax`: its processor time, which a busy machine does not shorten. */
export type ProcessLimits = { msMax: number; cpuSecondsMax?: number };

/** How the system ends a process at one of its limits. */
const LIMIT_SIGNALS = new Set<string | null>(['SIGKILL', 'SIGXCPU']);

/** Sends one message to a new process, which has no settings, and returns its answer. Kills it at its limits. */
export function askProcess(
  program: URL,
  message: object,
  { msMax, cpuSecondsMax }: ProcessLimits,
): Promise<ProcessAnswer> {
  const child = fork(fileURLToPath(program), [], {
    env: { NODE_ENV: 'production' },
    ...limited(cpuSecondsMax),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: msMax,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve({ kind: 'answered', answer }));
    child.once('error', reject);
    child.once('exit', (_, signal) => resolve({ kind: LIMIT_SIGNALS.has(signal) ? 'killed' : 'failed' }));
    child.send(message, () => undefined); // a process that has ended is noticed by its exit
  });
}

/** Starts the process through a shell that limits its processor time, because Node cannot. */
function limited(cpuSecondsMax: number | undefined): { execPath?: string; execArgv: string[] } {
  if (cpuSecondsMax === undefined) return { execArgv: [] };
  return { execPath: '/bin/sh', execArgv: ['-c', `ulimit -t ${cpuSecondsMax}; exec "$0" "$@"`, process.execPath] };
}
