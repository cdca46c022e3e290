import type { ServerResponse } from 'node:http';

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
};
const HSTS_MAX_AGE_S = 31_536_000;
const EMBEDDABLE = '/embed';
/** Images of the brand, which load nothing and run nothing even if they are opened on their own. */
const BRAND_FILES = '/brand/';
/** The embedded line has no script, so the frame reloads it. */
const EMBED_REFRESH_S = 60;

/** Builds the Content-Security-Policy: own sources only, inline scripts only with the nonce, frames only for the embeddable line. */
export function contentPolicy(path: string, nonce: string | null): string {
  if (path.startsWith(BRAND_FILES)) return "default-src 'none'; sandbox";
  const scripts = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`;
  const frames = path === EMBEDDABLE ? '*' : "'none'";
  return `default-src 'none'; script-src ${scripts}; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${frames}`;
}

/** Whether the reader uses https (RFC 6797, 7.2 forbids the HSTS header otherwise), and whether HSTS includes subdomains. */
type Transport = { isHttps: boolean; includesSubdomains: boolean };

/** Sets the security headers of every answer. */
export function setSecurityHeaders(
  response: ServerResponse,
  path: string,
  policy: string,
  { isHttps, includesSubdomains }: Transport,
): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  response.setHeader('Content-Security-Policy', policy);
  if (isHttps)
    response.setHeader(
      'Strict-Transport-Security',
      `max-age=${HSTS_MAX_AGE_S}${includesSubdomains ? '; includeSubDomains' : ''}`,
    );
  if (path === EMBEDDABLE) response.setHeader('Refresh', EMBED_REFRESH_S);
}
