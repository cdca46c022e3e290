import { parentPort, workerData } from 'node:worker_threads';
import { catalogOutcome } from '#server/catalog/plan/catalog-outcome';

parentPort?.postMessage(catalogOutcome(workerData as string)); // set by createCatalogReader
