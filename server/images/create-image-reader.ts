import type { Clock } from '#server/clock';
import type { Context, ImageOutcome } from '#server/context';
import { createLimitedQueue } from '#server/limited-queue';
import { askProcess } from './ask-process.ts';
import { IMAGE_LIMITS } from './image-limits.ts';

const QUEUE = { concurrency: 1, waitingMax: 10, waitMsMax: 30_000 };
const PROCESS = new URL('./image-process.ts', import.meta.url);

type Options = { clock: Pick<Clock, 'monotonicMs'>; program?: URL; msMax?: number };

/**
 * Reads images in a process of their own, which is killed at the limit. Decoders are native code that a file can slow down or crash.
 * Errors: overloaded.
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
    const result = await queue.run(() => askProcess(program, bytes, msMax));
    if (result.kind === 'answered') return result.answer as ImageOutcome; // the only message of image-process.ts
    return {
      kind: 'refused',
      reason: result.kind === 'killed' ? `must be decoded within ${msMax / 1_000} s` : 'cannot be decoded',
    };
  };
}
