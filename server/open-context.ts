import { brandedMail } from '#server/catalog/branded-mail';
import { createCatalogReader } from '#server/catalog/file/create-catalog-reader';
import { createPool, type PoolName } from '#server/db/client';
import { createDatabaseFaults } from '#server/db/database-faults';
import { endPool } from '#server/db/end-pool';
import { createPrisma } from '#server/db/prisma';
import { createImageReader, createTextImageReader } from '#server/images/create-image-reader';
import { createPictureDrawer } from '#server/images/create-picture-drawer';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import { createTextRenderer } from '#server/markdown/create-text-renderer';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { systemClock } from './clock.ts';
import type { Context, SafeFetch } from './context.ts';
import { AppError } from './errors.ts';
import type { Log } from './log.ts';
import { createQueues } from './queues.ts';
import { systemRandom } from './random.ts';

/**
 * `connectionsMax`: overrides the limits of pools. `processName`: the name of an ingest process in the database, so that its connections
 * show that it is alive. `createFetch`: creates the clients for outbound HTTP.
 */
type Options = {
  databaseUrl: string;
  log: Log;
  processName?: string;
  connectionsMax?: Partial<Record<PoolName, number>>;
  createFetch?: () => SafeFetch;
} & Partial<
  Pick<
    Context,
    'clock' | 'publicOrigin' | 'mail' | 'alertMail' | 'subscriberMail' | 'texts' | 'oidc' | 'passwordLog2Cost'
  >
>;

/** OWASP's parameters for scrypt: 128 MiB of memory and about half a second per password. */
const PASSWORD_LOG2_COST = 17;

const noMail: Context['mail'] = {
  isFolder: false,
  send: async () => {
    throw new AppError('mail_failed', 'This process is not configured to send mail.');
  },
};

/** Opens the pools of one process. `close` waits for running work. */
export function openContext({
  databaseUrl,
  log,
  processName,
  clock = systemClock,
  publicOrigin = 'http://127.0.0.1',
  mail = noMail,
  alertMail = mail,
  subscriberMail = createSubscriberMail({ smtpUrls: [], from: '', perSecond: 1, dkim: null, folder: mail }),
  createFetch = createSafeFetch,
  texts = createTextRenderer({ log, clock }),
  oidc = null,
  passwordLog2Cost = PASSWORD_LOG2_COST,
  connectionsMax = {},
}: Options): Context & { close: () => Promise<void> } {
  const open = (name: PoolName) => createPool(databaseUrl, name, log, { max: connectionsMax[name], processName });
  const [web, staff, ingest] = [open('web'), open('staff'), open('ingest')];
  const [worker, delivery, alerts] = [open('worker'), open('delivery'), open('alerts')];
  const { prisma, close: closePrisma } = createPrisma(staff);
  const [safeFetch, alertFetch] = [createFetch(), createFetch()];
  return {
    prisma,
    web,
    staff,
    ingest,
    worker,
    delivery,
    alerts,
    databaseFaults: createDatabaseFaults(clock),
    queues: createQueues(clock),
    clock,
    random: systemRandom,
    log,
    publicOrigin,
    mail: brandedMail(mail, web),
    alertMail: brandedMail(alertMail, web),
    subscriberMail,
    safeFetch,
    alertFetch,
    texts,
    readCatalog: createCatalogReader(),
    readImage: createImageReader({ clock }),
    readTextImage: createTextImageReader({ clock }),
    drawStatusPicture: createPictureDrawer({ clock }),
    oidc,
    passwordLog2Cost,
    close: async () => {
      await texts.close();
      await closePrisma();
      await Promise.all([safeFetch.close(), alertFetch.close()]);
      subscriberMail.close();
      await Promise.allSettled([web, staff, ingest, worker, delivery, alerts].map(endPool));
    },
  };
}
