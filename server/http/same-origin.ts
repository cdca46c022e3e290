/**
 * Returns whether a request that changes something comes from our own pages. Browsers send its origin; a request without one is refused.
 * server/http/server.ts sets `x-forwarded-host` and `-proto` to the operator's PUBLIC_ORIGIN, if set.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (origin === null) return site !== null;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return origin === `${headers.get('x-forwarded-proto') ?? 'http'}://${host}`;
}
