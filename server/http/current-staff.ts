import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { context } from '#server/context';
import type { Cookie } from '#server/identity/sign-in/cookies';
import { type Client, clientOf, PATH_HEADER } from '#server/identity/sign-in/request-client';
import { type LiveSession, staffOfSession } from '#server/identity/sign-in/staff-of-session';

/** Returns the client that requests this page or action. */
export async function currentClient(): Promise<Client> {
  const given = new Headers(await headers());
  const current = (await cookies()).getAll(); // unlike the header, these include cookies that the action has just set
  given.set('cookie', current.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '));
  return clientOf({ headers: given });
}

/** Returns the requested path. */
export async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '';
}

/** Returns the session that the request came with, or null. Reads it once per request. */
export const currentSession = cache(
  async (): Promise<LiveSession | null> => staffOfSession(context(), await currentClient()),
);

/** Passes cookies on to the browser, in actions and route handlers. */
export async function setCookies(values: readonly Cookie[]): Promise<void> {
  const store = await cookies();
  for (const value of values) store.set(value);
}
