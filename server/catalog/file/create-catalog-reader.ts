import { Worker } from 'node:worker_threads';
import type { CatalogOutcome } from '#server/context';

/** Files up to this size are parsed directly, which is faster than starting a thread. */
const AT_ONCE_CHARACTERS_MAX = 10_000;
const MEGABYTES_MAX = 512;
const READ_MS_MAX = 60_000;

/** Parses large files in a separate thread: thousands of components take seconds, and pages and probes must not wait. */
export function createCatalogReader(): (text: string) => Promise<CatalogOutcome> {
  return async (text) => {
    if (text.length > AT_ONCE_CHARACTERS_MAX) return parseInThread(text);
    const { catalogOutcome } = await import('#server/catalog/plan/catalog-outcome'); // few processes read a file
    return catalogOutcome(text);
  };
}

async function parseInThread(text: string): Promise<CatalogOutcome> {
  const thread = new Worker(new URL('./parse-thread.ts', import.meta.url), {
    workerData: text,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES_MAX },
  });
  const message = `Reading the file takes more than ${READ_MS_MAX / 1000} s or ${MEGABYTES_MAX} MB of memory. Split it.`;
  const tooMuch: CatalogOutcome = { refused: { code: 'invalid_input', message } };
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<CatalogOutcome>((resolve, reject) => {
      timer = setTimeout(() => resolve(tooMuch), READ_MS_MAX);
      thread.once('message', resolve);
      thread.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(tooMuch) : reject(error),
      );
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
