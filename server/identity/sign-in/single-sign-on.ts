import { z } from 'zod';
import { appendAudit } from '#server/audit/append-audit';
import type { Context, OidcSettings } from '#server/context';
import { AppError } from '#server/errors';
import { lockStaff } from '#server/identity/sql/lock-staff';
import { beginSession } from './begin-session.ts';
import { type Cookie, givenCookie, newCookie, removedCookie } from './cookies.ts';
import { accountFrom, authorizationUrl, type ProviderAccount } from './oidc-provider.ts';
import { type Client, clientOf } from './request-client.ts';
import { returnPath } from './return-path.ts';
import { seal, unseal } from './sealed.ts';

/** A person must come back from the provider within this time. */
const ATTEMPT_S_MAX = 600;
const SECRET_BYTES = 32;
const CALLBACK_PATH = '/sign-in/callback/oidc';
const LINKED_BY = { kind: 'system', name: 'sign-in' } as const;

const secret = z.string().regex(/^[\w-]{43}$/);
/** `to`: the page to open after signing in. */
const attemptSchema = z.strictObject({
  state: secret,
  nonce: secret,
  verifier: secret,
  to: z.string().transform(returnPath).pipe(z.string()),
  startedAt: z.number(),
});

export type Redirect = { to: string; cookies: readonly Cookie[] };

function settingsOf({ oidc }: Context): OidcSettings {
  if (!oidc) throw new AppError('not_found', 'Single sign-on is not set up.');
  return oidc;
}

/**
 * Returns the address at the identity provider to send the browser to. The cookie carries the secrets of the attempt.
 * Errors: not_found if no provider is set up, unauthenticated if it cannot be reached.
 */
export async function beginSingleSignOn(ctx: Context, request: Request): Promise<Redirect> {
  const settings = settingsOf(ctx);
  const to = returnPath(new URL(request.url).searchParams.get('to')) ?? '/console';
  const newSecret = () => ctx.random.bytes(SECRET_BYTES).toString('base64url');
  const attempt = { state: newSecret(), nonce: newSecret(), verifier: newSecret(), to, startedAt: ctx.clock.now() };
  const url = await authorizationUrl(settings, `${ctx.publicOrigin}${CALLBACK_PATH}`, attempt).catch((error: Error) => {
    ctx.log.warn({ message: error.message }, 'the identity provider cannot be reached');
    throw new AppError('unauthenticated', 'The identity provider cannot be reached. Try again in a few minutes.');
  });
  const sealed = await seal(ctx, 'single_sign_on', JSON.stringify(attempt));
  return { to: url, cookies: [newCookie(ctx, 'single_sign_on', sealed, ATTEMPT_S_MAX)] };
}

/**
 * Signs the person in whom the identity provider sends back, if they are staff; otherwise leads to the sign-in page with
 * an error. Errors: not_found if no provider is set up.
 */
export async function completeSingleSignOn(ctx: Context, request: Request): Promise<Redirect> {
  const settings = settingsOf(ctx);
  const client = clientOf(request);
  const attempt = await attemptOf(ctx, client);
  const callback = new URL(`${ctx.publicOrigin}${CALLBACK_PATH}${new URL(request.url).search}`);
  const account =
    attempt &&
    (await accountFrom(settings, callback, attempt).catch((error: Error) => {
      ctx.log.warn({ message: error.message }, 'single sign-on failed');
      return null;
    }));
  const session = account && (await signInAs(ctx, client, account));
  const removed = removedCookie(ctx, 'single_sign_on');
  return attempt && session
    ? { to: `${ctx.publicOrigin}${attempt.to}`, cookies: [...session, removed] }
    : { to: `${ctx.publicOrigin}/sign-in?error=single-sign-on`, cookies: [removed] };
}

async function attemptOf(ctx: Context, client: Client): Promise<z.output<typeof attemptSchema> | null> {
  const opened = await unseal(ctx, 'single_sign_on', givenCookie(ctx, client, 'single_sign_on') ?? '');
  if (opened === null) return null;
  const attempt = attemptSchema.parse(JSON.parse(opened)); // sealed by this installation
  return attempt.startedAt + ATTEMPT_S_MAX * 1_000 > ctx.clock.now() ? attempt : null;
}

/** Finds the person to whom the account belongs: by an earlier sign-in, or by an address that the provider has verified. */
async function staffIdOf({ prisma }: Context, { issuer, subject, email }: ProviderAccount): Promise<string | null> {
  const where = { issuer_subject: { issuer, subject } };
  const linked = await prisma.staffAccount.findUnique({ where, select: { staffId: true } });
  if (linked || email === null) return linked?.staffId ?? null;
  return (await prisma.staff.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
}

/** Creates the session, and links the account to the person at the first time. Returns null if the account belongs to no one who may sign in. */
async function signInAs(ctx: Context, client: Client, account: ProviderAccount): Promise<Cookie[] | null> {
  const staffId = await staffIdOf(ctx, account);
  if (staffId === null) return null;
  return ctx.prisma.$transaction(async (tx) => {
    const staff = await lockStaff(tx, staffId);
    if (staff.deactivatedAt) return null;
    const { issuer, subject } = account;
    const data = { issuer, subject, staffId, createdAt: new Date(ctx.clock.now()) };
    const { count } = await tx.staffAccount.createMany({ data, skipDuplicates: true });
    if (count === 1)
      await appendAudit(
        tx,
        { ...ctx, actor: LINKED_BY },
        {
          action: 'account:link',
          object: { kind: 'staff', id: staffId },
          before: null,
          after: { provider: 'oidc' },
        },
      );
    return beginSession(tx, ctx, client, { staff, how: 'oidc' });
  });
}
