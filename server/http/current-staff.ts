import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { context } from '#server/context';
import { PATH_HEADER, PEER_HEADER } from '#server/identity/sign-in/auth';
import { type LiveSession, staffOfSession } from '#server/identity/sign-in/staff-of-session';
import type { SetCookies, Visit } from '#server/identity/sign-in/visit';

/** Returns the headers and client address of the current page request or action. */
export async function currentVisit(): Promise<Visit> {
  const given = new Headers(await headers());
  const stored = (await cookies()).getAll(); // unlike the header, includes cookies that the action has just set
  given.set('cookie', stored.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '));
  return { headers: given, address: given.get(PEER_HEADER) ?? '' };
}

/** Returns the path of the current request. */
export async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '';
}

/** Returns the session of the current request, or null if nobody is signed in. Reads it once per request. */
export const currentSession = cache(
  async (): Promise<LiveSession | null> => staffOfSession(context(), await currentVisit()),
);

/** Sets cookies in the browser. Works in actions and route handlers only. */
export async function setCookies(values: SetCookies): Promise<void> {
  const store = await cookies();
  for (const value of values)
    for (const [name, attributes] of parseSetCookieHeader(value))
      store.set(name, decodeURIComponent(attributes.value), toCookieOptions(attributes));
}
