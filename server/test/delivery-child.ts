// A worker process that delivers, for tests that kill it. Its argument is the URL of the database.
import { createLog } from '#server/log';
import { openContext } from '#server/open-context';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { startDelivery } from '#server/worker/delivery-runner';

const CLAIM_MS = 3_000;
const safeFetch = createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 2_000 });
startDelivery(openContext({ databaseUrl: process.argv[2] ?? '', log: createLog('error'), safeFetch }), CLAIM_MS);
