import type { IncomingMessage } from 'node:http';

const ABSOLUTE = /^https?:\/\/([^/?#\s]+)([^#\s]*)$/i;

/**
 * Converts the target of a request to the origin form that all later code expects (RFC 9112, 3.2). Clients of proxies send the absolute form, whose host
 * replaces the Host header. Returns false for any other target. `OPTIONS *` concerns the whole server and stays unchanged.
 */
export function normalizeTarget(request: IncomingMessage): boolean {
  const target = request.url ?? '';
  if (target.startsWith('/')) return true;
  if (target === '*') return request.method === 'OPTIONS';
  const [, host, rest = ''] = ABSOLUTE.exec(target) ?? [];
  if (!host) return false;
  request.headers.host = host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  return true;
}
