import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

const MAPPED = /^::ffff:(?=\d+\.)/i;
/** `1.2.3.4:5678`, `[2001:db8::1]:443` or `[2001:db8::1]`, the formats of Azure Application Gateway, AWS load balancers and IIS. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+):\d+|\[([\da-f:.]+)\](?::\d+)?)$/i;

function withoutPort(entry: string): string {
  const [, v4, v6] = WITH_PORT.exec(entry) ?? [];
  return v4 ?? v6 ?? entry;
}

/** Reduces a request to its addresses, with X-Forwarded-For as plain addresses. */
function withPlainAddresses(request: IncomingMessage): IncomingMessage {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const plain = forwarded.split(',').map((entry) => withoutPort(entry.trim()));
  return {
    socket: request.socket,
    headers: forwarded ? { 'x-forwarded-for': plain.join(', ') } : {},
  } as unknown as IncomingMessage; // the only properties that are read
}

/**
 * Returns a function that determines the client address of a request. Behind a trusted proxy (addresses and networks), it is the last address in
 * X-Forwarded-For that is not a trusted proxy: earlier entries may be forged. If the proxy forwards anything but addresses, its own address is used.
 */
export function clientAddressOf(trusted: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile([...trusted]);
  return (request) => {
    const forwarded = proxyAddr(withPlainAddresses(request), isTrusted) ?? '';
    return (isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded).replace(MAPPED, '');
  };
}

/** Returns a function that reads the reader's protocol from a trusted proxy, or null without one. The first entry of a list is the reader's. */
export function forwardedProtocolOf(trusted: readonly string[]): (request: IncomingMessage) => string | null {
  const isTrusted = proxyAddr.compile([...trusted]);
  return (request) => {
    const given = request.headers['x-forwarded-proto'];
    if (given === undefined) return null;
    const header = [given].flat()[0];
    const peer = request.socket.remoteAddress;
    return header && peer && isTrusted(peer, 0) ? (header.split(',', 1)[0] ?? '').trim().toLowerCase() : null;
  };
}
