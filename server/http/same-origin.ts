/**
 * Whether a request that changes something comes from a page of our own. Browsers say where it comes from; one that says nothing is refused.
 * `x-forwarded-host` and `-proto` are ours (server/http/server.ts): the origin that the operator named, where one is named.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (origin === null) return site !== null;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return origin === `${headers.get('x-forwarded-proto') ?? 'http'}://${host}`;
}
