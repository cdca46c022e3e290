/** The header in which server/http/server.ts passes the address of the client on. A value that a client sends is removed. */
export const PEER_HEADER = 'x-candor-peer';
/** The header in which it passes the requested path on. */
export const PATH_HEADER = 'x-candor-path';

/** What is known of the client of a request: its headers, and its address (server/http/client-address.ts). */
export type Client = { headers: Headers; address: string };

/** Returns the client that sent a request. */
export function clientOf({ headers }: Pick<Request, 'headers'>): Client {
  return { headers, address: headers.get(PEER_HEADER) ?? '' };
}

/** Returns the value of a cookie that came with the request, or null. */
export function cookieOf({ headers }: Client, name: string): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
