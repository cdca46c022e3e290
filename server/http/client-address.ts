import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

const MAPPED = /^::ffff:(?=\d+\.)/i;

/**
 * Says at which address whoever asks is. Where a proxy asks that is trusted (addresses and networks), it is the last address of X-Forwarded-For that no
 * trusted proxy has: what stands before it may be made up. A proxy that hands on something else than addresses is taken for whoever asks.
 */
export function clientAddressOf(trusted: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile([...trusted]);
  return (request) => {
    const said = proxyAddr(request, isTrusted) ?? '';
    return (isIP(said) === 0 ? (request.socket.remoteAddress ?? '') : said).replace(MAPPED, '');
  };
}
