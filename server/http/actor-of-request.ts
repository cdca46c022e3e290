import type { Actor } from '#server/actor';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { clientOf } from '#server/identity/sign-in/request-client';
import { staffOfSession } from '#server/identity/sign-in/staff-of-session';
import { bearerOf, createAuthenticator } from '#server/identity/tokens/authenticate';
import { isSameOrigin } from './same-origin.ts';

const READS = new Set(['GET', 'HEAD']);
const authenticators = new WeakMap<Context['staff'], ReturnType<typeof createAuthenticator>>();

function authenticatorOf({ staff, clock }: Context): ReturnType<typeof createAuthenticator> {
  const found = authenticators.get(staff) ?? createAuthenticator(staff, clock);
  authenticators.set(staff, found);
  return found;
}

/**
 * Returns the actor of a request to a route: the token if one was sent, else the person of the session cookie. A session may change something only
 * from our own pages. Errors: unauthenticated, overloaded.
 */
export async function actorOf(ctx: Context, request: Request): Promise<Actor> {
  const header = request.headers.get('authorization');
  if (header !== null) {
    const { tokenId, scopes } = await authenticatorOf(ctx).authenticate(bearerOf(header));
    return { kind: 'token', id: tokenId, scopes };
  }
  const isAllowed = READS.has(request.method) || isSameOrigin(request.headers);
  const session = isAllowed ? await staffOfSession(ctx, clientOf(request)) : null;
  if (!session)
    throw new AppError(
      'unauthenticated',
      'Token is missing, invalid, revoked or expired. Send a valid token in the header "Authorization: Bearer <token>".',
    );
  return session.actor;
}
