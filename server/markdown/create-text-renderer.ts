import { Worker } from 'node:worker_threads';
import type { Clock } from '#server/clock';
import type { RenderOutcome, TextRenderer } from '#server/context';
import { createLimitedQueue } from '#server/limited-queue';
import type { Log } from '#server/log';
import { FAULTS, limitFault } from './text-limits.ts';

/** Time limit per text, about ten times what the slowest accepted text needs. */
const RENDER_MS_MAX = 1_000;
const START_MS_MAX = 10_000;
const HEAP_MIB_MAX = 64;
const YOUNG_HEAP_MIB_MAX = 16;
/** Limits of the texts that wait for the thread. */
const QUEUE = { concurrency: 1, waitingMax: 100, waitMsMax: 10_000 };

const THREAD = new URL('./render-thread.ts', import.meta.url);

type Options = { log: Log; clock: Pick<Clock, 'monotonicMs'>; thread?: URL; renderMsMax?: number };

/**
 * Renders texts one after the other in one thread. A text that exceeds a limit never reaches the thread. One that takes too much time or memory ends the
 * thread, and the next text starts a new one. The thread does not keep the process running. Errors: overloaded; errors of starting the thread.
 */
export function createTextRenderer({
  log,
  clock,
  thread: file = THREAD,
  renderMsMax = RENDER_MS_MAX,
}: Options): TextRenderer {
  let starting: Promise<Worker> | null = null;
  const queue = createLimitedQueue(QUEUE, clock);

  async function start(): Promise<Worker> {
    const worker = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB_MAX },
    });
    worker.on('error', () => undefined); // nextMessage rejects with it; without a listener it would end the process
    worker.once('exit', forget);
    await nextMessage(worker, START_MS_MAX).catch(async (error: Error) => {
      forget();
      await worker.terminate();
      throw error;
    });
    worker.unref();
    return worker;
  }

  function forget(): void {
    starting = null;
  }

  async function renderNext(markdown: string, hasImages: boolean): Promise<RenderOutcome> {
    starting ??= start();
    const worker = await starting;
    try {
      worker.postMessage({ markdown, hasImages });
      return (await nextMessage(worker, renderMsMax)) as RenderOutcome; // the only answer of render-thread.ts
    } catch (error) {
      log.warn({ message: (error as Error).message, length: markdown.length }, 'replaced the text rendering thread');
      await worker.terminate();
      return { kind: 'refused', reason: FAULTS.time };
    }
  }

  return {
    render: async (markdown, { hasImages = false } = {}) => {
      const reason = limitFault(markdown);
      return reason === null ? queue.run(() => renderNext(markdown, hasImages)) : { kind: 'refused', reason };
    },
    close: async () => {
      await (await starting?.catch(() => null))?.terminate();
    },
  };
}

/** Resolves to the next message of a thread. Rejects if the thread fails, ends or takes too long. */
function nextMessage(worker: Worker, msMax: number): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const onExit = () => reject(new Error('the thread ended'));
  const timeout = setTimeout(() => reject(new Error('the thread took too long')), msMax);
  worker.once('message', resolve).once('error', reject).once('exit', onExit);
  return promise.finally(() => {
    clearTimeout(timeout);
    worker.off('message', resolve).off('error', reject).off('exit', onExit);
  });
}
