import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

const MAPPED = /^::ffff:(?=\d+\.)/i;
/** `1.2.3.4:5678`, `[2001:db8::1]:443` or `[2001:db8::1]`, as Azure Application Gateway, AWS load balancers and IIS write it. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+):\d+|\[([\da-f:.]+)\](?::\d+)?)$/i;

function withoutPort(entry: string): string {
  const [, v4, v6] = WITH_PORT.exec(entry) ?? [];
  return v4 ?? v6 ?? entry;
}

/** The request as far as addresses go, with X-Forwarded-For as plain addresses. */
function withPlainAddresses(request: IncomingMessage): IncomingMessage {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const plain = forwarded.split(',').map((entry) => withoutPort(entry.trim()));
  return {
    socket: request.socket,
    headers: forwarded ? { 'x-forwarded-for': plain.join(', ') } : {},
  } as unknown as IncomingMessage; // all that is read of it
}

/**
 * Says at which address whoever asks is. Where a proxy asks that is trusted (addresses and networks), it is the last address of X-Forwarded-For that no
 * trusted proxy has: what stands before it may be made up. A proxy that hands on something else than addresses is taken for whoever asks.
 */
export function clientAddressOf(trusted: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile([...trusted]);
  return (request) => {
    const said = proxyAddr(withPlainAddresses(request), isTrusted) ?? '';
    return (isIP(said) === 0 ? (request.socket.remoteAddress ?? '') : said).replace(MAPPED, '');
  };
}

/** Returns the protocol that a trusted proxy was asked with, or null where none says. Of a list the first entry counts: it is the reader's. */
export function forwardedProtocolOf(trusted: readonly string[]): (request: IncomingMessage) => string | null {
  const isTrusted = proxyAddr.compile([...trusted]);
  return (request) => {
    const said = [request.headers['x-forwarded-proto'] ?? []].flat()[0];
    const peer = request.socket.remoteAddress;
    return said && peer && isTrusted(peer, 0) ? (said.split(',', 1)[0] ?? '').trim().toLowerCase() : null;
  };
}
