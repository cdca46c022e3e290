import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import type { Parsed } from './create-catalog-reader.ts';
import { parseCatalog } from './parse-catalog.ts';

function parsed(text: string): Parsed {
  try {
    return { catalog: parseCatalog(text) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}

parentPort?.postMessage(parsed(workerData as string)); // given by createCatalogReader
