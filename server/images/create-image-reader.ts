import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#server/clock';
import type { Context, ImageOutcome } from '#server/context';
import { createLimitedQueue } from '#server/limited-queue';
import { IMAGE_LIMITS } from './image-limits.ts';

const QUEUE = { concurrency: 1, waitingMax: 10, waitMsMax: 30_000 };
const PROCESS = new URL('./image-process.ts', import.meta.url);

type Options = { clock: Pick<Clock, 'monotonicMs'>; program?: URL; msMax?: number };

/**
 * Reads images in a process of their own, which is killed at the limit. Decoders are native code that a file can slow down or crash. The process has
 * no settings and gets nothing but the file. Errors: overloaded.
 */
export function createImageReader({
  clock,
  program = PROCESS,
  msMax = IMAGE_LIMITS.ms,
}: Options): Context['readImage'] {
  const queue = createLimitedQueue(QUEUE, clock);
  return async (bytes) => {
    if (bytes.length > IMAGE_LIMITS.bytes)
      return { kind: 'refused', reason: `must have at most ${IMAGE_LIMITS.bytes} bytes; it has ${bytes.length}` };
    return queue.run(() => inProcess(bytes, program, msMax));
  };
}

function inProcess(bytes: Uint8Array, program: URL, msMax: number): Promise<ImageOutcome> {
  const child = fork(fileURLToPath(program), [], {
    env: { NODE_ENV: 'production' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: msMax,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.once('message', (outcome) => resolve(outcome as ImageOutcome)); // the only message of image-process.ts
    child.once('error', reject);
    child.once('exit', (_, signal) =>
      resolve({
        kind: 'refused',
        reason: signal === 'SIGKILL' ? `must be decoded within ${msMax / 1_000} s` : 'cannot be decoded',
      }),
    );
    child.send(bytes, () => undefined); // a process that has ended is noticed by its exit
  });
}
