import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import { appendAudit } from '#server/audit/append-audit';
import type { Context, OidcSettings } from '#server/context';
import { libraryClient } from './library-client.ts';
import { beginHere, callWithin } from './one-transaction.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './password-schema.ts';
import { serverSecret } from './server-secret.ts';

/** From its start a session lasts this long, whatever happens in it. */
const SESSION_S_MAX = 86_400;
const SECOND_FACTOR_S_MAX = 600;
const RECOVERY_CODES = 10;
export const OIDC_PROVIDER = 'oidc';

type World = Pick<Context, 'prisma' | 'clock' | 'random' | 'log' | 'publicOrigin' | 'oidc'>;

/** The identity provider that the operator named: it may only let in who is staff already, by an address that it has verified. */
function oidcConfig({ issuer, clientId, clientSecret }: OidcSettings) {
  return {
    providerId: OIDC_PROVIDER,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    disableSignUp: true,
  };
}

const models = {
  user: {
    modelName: 'staff',
    additionalFields: {
      role: { type: 'string', input: false, required: true },
      deactivatedAt: { type: 'date', input: false, required: false },
    },
  },
  verification: { modelName: 'verification', storeIdentifier: 'hashed' },
  account: {
    modelName: 'staffAccount',
    fields: { userId: 'staffId' },
    updateAccountOnSignIn: false,
    storeStateStrategy: 'cookie', // else the way back would write before it asks the provider, and hold its transaction meanwhile
    accountLinking: { enabled: true }, // to whoever is staff under an address that the provider has verified
  },
} as const;

/** Cookies that no other host, no script and no other site can bring or read; bound to this very host where it has https. */
function cookies(isSecure: boolean) {
  return {
    useSecureCookies: false, // its prefix is the weaker __Secure-
    cookiePrefix: isSecure ? '__Host-candor' : 'candor',
    defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
  } as const;
}

/** None of the identity provider's tokens is kept: nothing is asked of it after the sign-in. */
const withoutTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

/** A way in by the identity provider is audited with the sign-in that makes it. */
async function noteLink(
  { clock }: World,
  { userId, providerId }: { userId: string; providerId: string },
): Promise<void> {
  const actor = { kind: 'system', name: 'sign-in' } as const;
  const entry = {
    action: 'account:link',
    object: { kind: 'staff', id: userId },
    before: null,
    after: { provider: providerId },
  } as const;
  await appendAudit(await beginHere(), { clock, actor }, entry);
}

async function build(ctx: World) {
  const { prisma, clock, log, publicOrigin, oidc } = ctx;
  const isActive = async (id: string) =>
    (await callWithin(prisma, false, (client) => client.staff.count({ where: { id, deactivatedAt: null } }))) === 1;
  return betterAuth({
    appName: 'Candor',
    baseURL: publicOrigin,
    basePath: '/sign-in',
    secret: await serverSecret(ctx),
    database: prismaAdapter(libraryClient(prisma), { provider: 'postgresql' }),
    ...models,
    session: {
      modelName: 'staffSession',
      fields: { userId: 'staffId' },
      additionalFields: {
        lastSeenAt: { type: 'date', input: false, required: true, defaultValue: () => new Date(clock.now()) },
      },
      expiresIn: SESSION_S_MAX,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
      password: {
        hash: (password) => hashPassword(password),
        verify: ({ hash, password }) => isPassword(hash, password),
      },
    },
    databaseHooks: {
      session: { create: { before: async (session) => isActive(session.userId) } },
      account: {
        create: {
          before: async (account) =>
            (await isActive(account.userId)) ? { data: { ...account, ...withoutTokens } } : false,
          after: async ({ userId, providerId }) => noteLink(ctx, { userId, providerId }),
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Candor',
        twoFactorTable: 'secondFactor',
        schema: { twoFactor: { modelName: 'secondFactor', fields: { userId: 'staffId' } } },
        twoFactorCookieMaxAge: SECOND_FACTOR_S_MAX,
        backupCodeOptions: { amount: RECOVERY_CODES, storeBackupCodes: 'encrypted' },
      }),
      ...(oidc ? [genericOAuth({ config: [oidcConfig(oidc)] })] : []),
    ],
    onAPIError: { errorURL: `${publicOrigin}/sign-in` },
    trustedOrigins: [publicOrigin],
    rateLimit: { enabled: false }, // server/identity/sign-in/throttle.ts: its own counts by an address that a header says
    advanced: {
      ...cookies(publicOrigin.startsWith('https:')),
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
      trustedProxyHeaders: false,
    },
    logger: { level: 'warn', log: (level, message) => log.debug({ level, message }, 'better-auth says') },
    telemetry: { enabled: false },
  });
}

/** Where server/http/server.ts says at which address whoever asks is; what a client sends under this name is thrown away. */
export const PEER_HEADER = 'x-candor-peer';

/** Where it says which address was asked for. */
export const PATH_HEADER = 'x-candor-path';

export type Auth = Awaited<ReturnType<typeof build>>;

const made = new WeakMap<Context['prisma'], Promise<Auth>>();

/** better-auth on this database; made at the first use, when the origin is known. Its own HTTP endpoints are not served. */
export function authOf(ctx: World): Promise<Auth> {
  const found = made.get(ctx.prisma) ?? build(ctx);
  made.set(ctx.prisma, found);
  found.catch(() => made.delete(ctx.prisma)); // the next use tries again
  return found;
}
