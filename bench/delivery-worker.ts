// A worker process that delivers, for trials that kill it. Its argument is a WorkerSettings as JSON. Prints "ready" when it has started.
import { createLog } from '#server/log';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import { openContext } from '#server/open-context';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { startDelivery } from '#server/worker/delivery-runner';

/** `claimMs`: how long a claim lasts; longer than `timeoutMs`, the limit of a request. */
export type WorkerSettings = { databaseUrl: string; smtpUrl: string; claimMs: number; timeoutMs: number };

const PER_SECOND = 10_000;
const { databaseUrl, smtpUrl, claimMs, timeoutMs } = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
const ctx = openContext({
  databaseUrl,
  log: createLog('error'),
  createFetch: () => createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs }),
});
const subscriberMail = createSubscriberMail({
  smtpUrls: [smtpUrl],
  from: 'Candor <candor@status.example>',
  perSecond: PER_SECOND,
  dkim: null,
  folder: ctx.mail,
});
startDelivery({ ...ctx, subscriberMail }, claimMs);
process.stdout.write('ready\n');
