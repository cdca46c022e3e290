import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { context } from '#server/context';
import { PATH_HEADER, PEER_HEADER } from '#server/identity/sign-in/auth';
import { type LiveSession, staffOfSession } from '#server/identity/sign-in/staff-of-session';
import type { SetCookies, Visit } from '#server/identity/sign-in/visit';

/** Who asks for this page or action, as far as a request tells. */
export async function currentVisit(): Promise<Visit> {
  const given = new Headers(await headers());
  const kept = (await cookies()).getAll(); // unlike the header, these know what an action has just set
  given.set('cookie', kept.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '));
  return { headers: given, address: given.get(PEER_HEADER) ?? '' };
}

/** The address that was asked for. */
export async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '';
}

/** The person whose session the request came with; null for nobody. Asked once a request. */
export const currentSession = cache(
  async (): Promise<LiveSession | null> => staffOfSession(context(), await currentVisit()),
);

/** Hands cookies on to the browser; in actions and route handlers. */
export async function setCookies(values: SetCookies): Promise<void> {
  const store = await cookies();
  for (const value of values)
    for (const [name, attributes] of parseSetCookieHeader(value))
      store.set(name, decodeURIComponent(attributes.value), toCookieOptions(attributes));
}
