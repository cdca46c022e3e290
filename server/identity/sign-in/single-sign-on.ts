import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { authOf, OIDC_PROVIDER, PEER_HEADER } from './auth.ts';
import { inOneTransaction } from './one-transaction.ts';
import { returnPath } from './return-path.ts';
import { refusedAs } from './sign-in.ts';
import { staffOfSession } from './staff-of-session.ts';
import type { SetCookies } from './visit.ts';

export type Redirect = { to: string; cookies: SetCookies };

/** Where the browser goes to sign in with the operator's identity provider; `to` in the query: the page to open in the end. Errors: not_found where none is named, unauthenticated where it is away. */
export async function beginSingleSignOn(ctx: Context, request: Request): Promise<Redirect> {
  if (!ctx.oidc) throw new AppError('not_found', 'There is no other way to sign in.');
  const { api } = await authOf(ctx);
  const to = returnPath(new URL(request.url).searchParams.get('to')) ?? '/console';
  const body = { provider: OIDC_PROVIDER, callbackURL: `${ctx.publicOrigin}${to}`, disableRedirect: true };
  const asked = api.signInSocial({ body, headers: request.headers, returnHeaders: true });
  const { headers, response } = await refusedAs('The other way to sign in cannot be reached now.', asked);
  if (!('url' in response) || !response.url)
    throw new AppError('unauthenticated', 'The other way to sign in cannot be reached now.');
  return { to: response.url, cookies: headers.getSetCookie() };
}

/** Takes whoever the identity provider sends back: in where they are staff, to the sign-in page with a fault where not. Errors: not_found. */
export async function completeSingleSignOn(ctx: Context, request: Request): Promise<Redirect> {
  if (!ctx.oidc) throw new AppError('not_found', 'There is no other way to sign in.');
  const { pathname, search } = new URL(request.url);
  const auth = await authOf(ctx);
  const address = request.headers.get(PEER_HEADER) ?? '';
  return inOneTransaction(ctx, async (begin) => {
    const answer = await auth.handler(
      new Request(`${ctx.publicOrigin}${pathname}${search}`, { headers: request.headers }),
    );
    const cookies = answer.headers.getSetCookie();
    const session = await staffOfSession(ctx, { headers: withCookies(cookies), address });
    const to = answer.headers.get('location') ?? '';
    if (!session)
      return {
        to: to.startsWith(`${ctx.publicOrigin}/sign-in?`) ? to : `${ctx.publicOrigin}/sign-in?error=refused`,
        cookies,
      };
    const { actor } = session;
    const entry = {
      action: 'session:begin',
      object: { kind: 'staff', id: actor.id },
      before: null,
      after: { how: 'oidc' },
    } as const;
    await appendAudit(await begin(), { ...ctx, actor }, entry);
    const path = to.startsWith(ctx.publicOrigin) ? returnPath(to.slice(ctx.publicOrigin.length)) : null;
    return { to: `${ctx.publicOrigin}${path ?? '/console'}`, cookies };
  });
}

function withCookies(cookies: SetCookies): Headers {
  return new Headers({ cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ') });
}
