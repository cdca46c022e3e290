import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import type { OidcSettings } from './context.ts';
import { AppError } from './errors.ts';

function isCidr(text: string): boolean {
  const [network = '', bits = '', ...more] = text.split('/');
  const family = isIP(network);
  return family !== 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

/** Returns whether a text is an address or network of a trusted proxy. A network of all addresses is refused. */
function isProxy(text: string): boolean {
  return isIP(text) !== 0 || (isCidr(text) && !/\/0+$/.test(text));
}

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PUBLIC_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .refine(
      (text) => new URL(text).origin === text.replace(/\/$/, ''),
      'must be an origin without a path, like https://status.example',
    )
    .transform((text) => new URL(text).origin)
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_FALLBACK_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_RATE: z.coerce.number().min(0.5).max(10_000).default(50),
  ALERT_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  DKIM_DOMAIN: z.hostname().optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,62})$/)
    .optional(),
  DKIM_KEY_FILE: z.string().optional(),
  MAIL_FROM: z
    .string()
    .min(3)
    .max(320)
    .regex(/^[^\p{Cc}]+$/u)
    .default('Candor <candor@localhost.localdomain>'),
  WEBHOOK_ALLOW_CIDRS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((all) => all.every(isCidr), 'must be a comma-separated list of networks, like 127.0.0.0/8')
    .default([]),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((all) => all.every(isProxy), 'must be a comma-separated list of addresses or networks, like 10.0.0.0/8')
    .default([]),
  HSTS_INCLUDE_SUBDOMAINS: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_TRUST_EMAIL: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
  OIDC_NAME: z.string().max(60).default('single sign-on'),
  ROLE: z.enum(['web', 'worker', 'both']).default('both'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = z.infer<typeof schema>;

/** Returns the identity provider, or null if none is set. Errors: bad_environment if only some of its settings are set. */
export function oidcOf(env: Env): OidcSettings | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_TRUST_EMAIL } = env;
  if (!OIDC_ISSUER && !OIDC_CLIENT_ID && !OIDC_CLIENT_SECRET) return null;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET)
    throw new AppError(
      'bad_environment',
      'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three, or none.',
    );
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    name: OIDC_NAME,
    trustsEmail: OIDC_TRUST_EMAIL,
  };
}

/** Returns how mails to subscribers are signed, with the file of the key, or null if they are not. Errors: bad_environment if only some settings are set. */
export function dkimOf(env: Env): { domain: string; selector: string; keyFile: string } | null {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY_FILE: keyFile } = env;
  if (!domain && !selector && !keyFile) return null;
  if (!domain || !selector || !keyFile)
    throw new AppError('bad_environment', 'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE: set all three, or none.');
  return { domain, selector, keyFile };
}

/** Reads the environment. An empty variable counts as unset. Errors: bad_environment, which names the variable and its rule. */
export function readEnv(values: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ...parsed.data, DATA_DIR: path.resolve(parsed.data.DATA_DIR) };
  const issue = parsed.error.issues[0];
  throw new AppError(
    'bad_environment',
    `${String(issue?.path[0])}: ${issue?.message}. Set a valid value or leave it unset.`,
  );
}

/** Sets the origin at which Next reaches this process. After an action, Next requests the next page from it, otherwise through PUBLIC_ORIGIN. */
export function setNextOrigin(url: string): void {
  process.env.__NEXT_PRIVATE_ORIGIN = url;
}
