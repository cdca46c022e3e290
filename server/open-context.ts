import { systemClock } from './clock.ts';
import type { Context } from './context.ts';
import { createPool, createPrisma } from './db/client.ts';
import { AppError } from './errors.ts';
import { createSafeFetch } from './http-out/safe-fetch.ts';
import type { Log } from './log.ts';
import { systemRandom } from './random.ts';

type Options = { databaseUrl: string; log: Log } & Partial<Pick<Context, 'clock' | 'publicOrigin' | 'mail' | 'safeFetch' | 'oidc'>>;

const noMail: Context['mail'] = {
  send: async () => {
    throw new AppError('mail_failed', 'This process sends no mail.');
  },
};

/** Opens the pools of one process. `close` waits for what is under way. */
export function openContext({
  databaseUrl,
  log,
  clock = systemClock,
  publicOrigin = 'http://127.0.0.1',
  mail = noMail,
  safeFetch = createSafeFetch(),
  oidc = null,
}: Options): Context & { close: () => Promise<void> } {
  const [web, ingest, worker] = (['web', 'ingest', 'worker'] as const).map((name) => createPool(databaseUrl, name, log)) as [
    Context['web'],
    Context['web'],
    Context['web'],
  ];
  const prisma = createPrisma(web);
  return {
    prisma,
    web,
    ingest,
    worker,
    clock,
    random: systemRandom,
    log,
    publicOrigin,
    mail,
    safeFetch,
    oidc,
    close: async () => {
      await prisma.$disconnect();
      await Promise.allSettled([web, ingest, worker].filter((pool) => !pool.ended).map((pool) => pool.end()));
    },
  };
}
