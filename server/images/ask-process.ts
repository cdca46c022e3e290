import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The only answer of a process, or how it ended without one. */
export type ProcessAnswer = { kind: 'answered'; answer: unknown } | { kind: 'killed' } | { kind: 'failed' };

/** Sends one message to a new process, which has no settings, and returns its answer. Kills it at the limit. */
export function askProcess(program: URL, message: object, msMax: number): Promise<ProcessAnswer> {
  const child = fork(fileURLToPath(program), [], {
    env: { NODE_ENV: 'production' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: msMax,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve({ kind: 'answered', answer }));
    child.once('error', reject);
    child.once('exit', (_, signal) => resolve({ kind: signal === 'SIGKILL' ? 'killed' : 'failed' }));
    child.send(message, () => undefined); // a process that has ended is noticed by its exit
  });
}
