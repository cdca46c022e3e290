import { bearerOf, createAuthenticator } from '../access/authenticate.ts';
import type { Actor } from '../actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { PEER_HEADER } from '../sign-in/auth.ts';
import { staffOfSession } from '../sign-in/staff-of-session.ts';
import { isSameOrigin } from './same-origin.ts';

const READS = new Set(['GET', 'HEAD']);
const authenticators = new WeakMap<Context['staff'], ReturnType<typeof createAuthenticator>>();

function authenticatorOf({ staff, clock }: Context): ReturnType<typeof createAuthenticator> {
  const found = authenticators.get(staff) ?? createAuthenticator(staff, clock);
  authenticators.set(staff, found);
  return found;
}

/**
 * Who asks a route: whoever the token names where one came; else the person whose session the cookie names, who may change something from our own
 * pages alone. Errors: unauthenticated, overloaded.
 */
export async function actorOf(ctx: Context, request: Request): Promise<Actor> {
  const header = request.headers.get('authorization');
  if (header !== null) {
    const { tokenId, scopes } = await authenticatorOf(ctx).authenticate(bearerOf(header));
    return { kind: 'token', id: tokenId, scopes };
  }
  const isAllowed = READS.has(request.method) || isSameOrigin(request.headers);
  const session = isAllowed ? await staffOfSession(ctx, { headers: request.headers, address: request.headers.get(PEER_HEADER) ?? '' }) : null;
  if (!session) throw new AppError('unauthenticated', 'Send "Authorization: Bearer <token>" with a token that is neither revoked nor expired.');
  return session.actor;
}
