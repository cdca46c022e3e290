import path from 'node:path';
import { createMail } from '#server/mail/create-mail';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import { readDkimKey } from '#server/mail/read-dkim-key';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import type { Clock } from './clock.ts';
import type { Context } from './context.ts';
import { dkimOf, type Env, oidcOf } from './env.ts';
import type { Log } from './log.ts';
import { openContext } from './open-context.ts';
import { systemRandom } from './random.ts';

function mailOf({ MAIL_FROM, DATA_DIR }: Env, smtpUrl: string | undefined): Context['mail'] {
  return createMail({ smtpUrl, from: MAIL_FROM, folder: path.join(DATA_DIR, 'mail'), random: systemRandom });
}

async function subscriberMailOf(env: Env): Promise<Context['subscriberMail']> {
  const dkim = dkimOf(env);
  return createSubscriberMail({
    smtpUrls: [env.SMTP_URL, env.SMTP_FALLBACK_URL].filter((url) => url !== undefined),
    from: env.MAIL_FROM,
    perSecond: env.SMTP_RATE,
    dkim: dkim && { ...dkim, privateKey: await readDkimKey(dkim.keyFile) },
    folder: mailOf(env, undefined),
  });
}

type Options = {
  env: Env;
  databaseUrl: string;
  log: Log;
  clock: Clock;
  publicOrigin: string;
  processName?: string;
};

/** Opens the context of a process that serves or delivers, as the environment configures it. Errors: bad_environment. */
export async function configuredContext({ env, ...options }: Options): Promise<ReturnType<typeof openContext>> {
  return openContext({
    ...options,
    mail: mailOf(env, env.SMTP_URL),
    alertMail: mailOf(env, env.ALERT_SMTP_URL ?? env.SMTP_URL),
    subscriberMail: await subscriberMailOf(env),
    createFetch: () => createSafeFetch({ allow: env.WEBHOOK_ALLOW_CIDRS }),
    oidc: oidcOf(env),
  });
}
