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

type Inline = { scripts: readonly string[]; styles: readonly string[] };
const NO_INLINE: Inline = { scripts: [], styles: [] };

/** Builds the Content-Security-Policy: own sources only, inline scripts and styles only with the nonce or a hash, frames only for the embeddable line. */
export function contentPolicy(path: string, nonce: string | null, { scripts, styles }: Inline = NO_INLINE): string {
  if (path.startsWith(BRAND_FILES)) return "default-src 'none'; sandbox";
  const scriptSources = ["'self'", ...(nonce === null ? [] : [`'nonce-${nonce}'`]), ...scripts].join(' ');
  const frames = path === EMBEDDABLE ? '*' : "'none'";
  return `default-src 'none'; script-src ${scriptSources}; style-src ${["'self'", ...styles].join(' ')}; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${frames}`;
}

/** Whether the reader uses https (RFC 6797, 7.2 forbids the HSTS header otherwise), and whether HSTS includes subdomains. */
type Transport = { isHttps: boolean; includesSubdomains: boolean };

/** Returns the security headers of every answer. */
export function securityHeaders(
  path: string,
  policy: string,
  { isHttps, includesSubdomains }: Transport,
): Record<string, string> {
  const hsts = `max-age=${HSTS_MAX_AGE_S}${includesSubdomains ? '; includeSubDomains' : ''}`;
  return {
    ...SECURITY_HEADERS,
    'Content-Security-Policy': policy,
    ...(isHttps ? { 'Strict-Transport-Security': hsts } : {}),
    ...(path === EMBEDDABLE ? { Refresh: String(EMBED_REFRESH_S) } : {}),
  };
}
