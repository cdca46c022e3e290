import type { Context } from '#server/context';
import { type Client, cookieOf } from './request-client.ts';

/** A cookie for the browser, in the form that Next's cookie store takes. No script reads it and no other site sends it. */
export type Cookie = Readonly<{
  name: string;
  value: string;
  /** In seconds; 0 removes the cookie. */
  maxAge: number;
  httpOnly: true;
  sameSite: 'lax';
  secure: boolean;
  path: '/';
}>;

type Purpose = 'session' | 'second_factor' | 'single_sign_on' | 'device';
type Site = Pick<Context, 'publicOrigin'>;

const isSecure = ({ publicOrigin }: Site) => publicOrigin.startsWith('https:');

/** Returns the name of a cookie. Where the site has https, the prefix binds the cookie to this host. */
function cookieName(site: Site, purpose: Purpose): string {
  return `${isSecure(site) ? '__Host-candor' : 'candor'}.${purpose}`;
}

export function newCookie(site: Site, purpose: Purpose, value: string, maxAge: number): Cookie {
  const name = cookieName(site, purpose);
  return { name, value, maxAge, httpOnly: true, sameSite: 'lax', secure: isSecure(site), path: '/' };
}

export function removedCookie(site: Site, purpose: Purpose): Cookie {
  return newCookie(site, purpose, '', 0);
}

/** Returns the value of one of our cookies that came with the request, or null. */
export function givenCookie(site: Site, client: Client, purpose: Purpose): string | null {
  return cookieOf(client, cookieName(site, purpose));
}
