import { Worker } from 'node:worker_threads';
import type { WantedCatalog } from '#domain/catalog';
import { AppError, type ProblemCode } from '../errors.ts';
import { parseCatalog } from './parse-catalog.ts';

/** A file of up to so many characters is parsed at once: that takes less than to start a thread. */
const AT_ONCE_CHARACTERS_MAX = 10_000;
const MEGABYTES_MAX = 512;
const READ_MS_MAX = 60_000;

export type Parsed = { catalog: WantedCatalog } | { refused: { code: ProblemCode; message: string } };

/** Reads large files in a thread of their own: thousands of components take seconds, and pages and probes must not wait. */
export function createCatalogReader(): (text: string) => Promise<WantedCatalog> {
  return async (text) => {
    if (text.length <= AT_ONCE_CHARACTERS_MAX) return parseCatalog(text);
    const parsed = await parseInThread(text);
    if ('refused' in parsed) throw new AppError(parsed.refused.code, parsed.refused.message);
    return parsed.catalog;
  };
}

async function parseInThread(text: string): Promise<Parsed> {
  const thread = new Worker(new URL('./parse-thread.ts', import.meta.url), {
    workerData: text,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES_MAX },
  });
  const tooMuch = () => new AppError('invalid_input', `The file takes more than ${READ_MS_MAX / 1000} s or ${MEGABYTES_MAX} MB to read: split it.`);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Parsed>((resolve, reject) => {
      timer = setTimeout(() => reject(tooMuch()), READ_MS_MAX);
      thread.once('message', resolve);
      thread.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
