import { parentPort, workerData } from 'node:worker_threads';
import { catalogOutcome } from './catalog-outcome.ts';

parentPort?.postMessage(catalogOutcome(workerData as string)); // given by createCatalogReader
