import type { Clock } from '#server/clock';
import type { Context } from '#server/context';
import { createLimitedQueue } from '#server/limited-queue';
import { askProcess } from './ask-process.ts';
import { IMAGE_LIMITS, TEXT_IMAGE_LIMITS } from './image-limits.ts';

const QUEUE = { concurrency: 1, waitingMax: 10, waitMsMax: 30_000 };
const PROCESS = new URL('./image-process.ts', import.meta.url);
const TEXT_PROCESS = new URL('./text-image-process.ts', import.meta.url);

type Options = { clock: Pick<Clock, 'monotonicMs'>; program?: URL; msMax?: number };
type Refused = { kind: 'refused'; reason: string };

/** Reads images of the brand. Errors: overloaded. */
export function createImageReader({
  clock,
  program = PROCESS,
  msMax = IMAGE_LIMITS.ms,
}: Options): Context['readImage'] {
  return createReader({ clock, program, msMax, bytesMax: IMAGE_LIMITS.bytes });
}

/** Reads images in texts. Errors: overloaded. */
export function createTextImageReader({
  clock,
  program = TEXT_PROCESS,
  msMax = TEXT_IMAGE_LIMITS.ms,
}: Options): Context['readTextImage'] {
  const { bytes: bytesMax, cpuSeconds: cpuSecondsMax } = TEXT_IMAGE_LIMITS;
  return createReader({ clock, program, msMax, bytesMax, cpuSecondsMax });
}

/**
 * Reads images in a process of their own, which is killed at the limit. Decoders are native code that a file can slow down or crash. `program`: sends one
 * outcome.
 */
function createReader<Outcome>({
  clock,
  program,
  msMax,
  bytesMax,
  cpuSecondsMax,
}: Required<Options> & { bytesMax: number; cpuSecondsMax?: number }): (
  bytes: Uint8Array,
) => Promise<Outcome | Refused> {
  const queue = createLimitedQueue(QUEUE, clock);
  const limits = { msMax, ...(cpuSecondsMax === undefined ? {} : { cpuSecondsMax }) };
  return async (bytes) => {
    if (bytes.length > bytesMax)
      return { kind: 'refused', reason: `must have at most ${bytesMax} bytes; it has ${bytes.length}` };
    const result = await queue.run(() => askProcess(program, bytes, limits));
    if (result.kind === 'answered') return result.answer as Outcome; // the only message of the program
    return {
      kind: 'refused',
      reason:
        result.kind === 'killed' ? `must be decoded within ${cpuSecondsMax ?? msMax / 1_000} s` : 'cannot be decoded',
    };
  };
}
