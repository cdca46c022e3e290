import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import compression from 'compression';
import { AppError } from '../errors.ts';
import { systemRandom } from '../random.ts';
import { PATH_HEADER, PEER_HEADER } from '../sign-in/auth.ts';
import { clientAddressOf } from './client-address.ts';
import { consolePages, plainPages, sendRewritten } from './plain-page.ts';
import { sendProblem } from './problem.ts';

/** Named limits of every connection. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CONNECTIONS_MAX = 10_000;

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
};
/** Nothing from elsewhere, nothing inline but what carries the nonce. Only the line made for embedding may stand in a frame. */
function policy(path: string, nonce: string | null): string {
  const scripts = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`;
  const frames = path === EMBEDDABLE ? '*' : "'none'";
  return `default-src 'none'; script-src ${scripts}; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${frames}`;
}
const EMBEDDABLE = '/embed';
/** It has no script: the frame reads it again by itself. */
const EMBED_REFRESH_S = 60;
const NONCE_BYTES = 16;

/** Where people of staff work: these pages keep the framework's scripts, under a nonce. */
const CONSOLE = /^\/(console|sign-in|set-up|invitation|reset)(\/|$)/;
/**
 * What only a proxy or the framework itself may say. Of what a trusted proxy says, only at which address the client is, is believed; the address that
 * readers know comes from PUBLIC_ORIGIN. Without the framework's own headers there is one form of each page, and no other to guess at.
 */
const NOT_BELIEVED = /^(forwarded$|x-forwarded-|x-real-ip$|x-middleware-|x-nextjs-|rsc$|next-router-|next-url$|content-security-policy)/;

/** Made for Express, whose requests and responses are Node's with more to them; it uses none of that. */
const compress = compression();

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;
type WayIn = (request: IncomingMessage, response: ServerResponse, requestId: string) => unknown;
/** `origin`: the address that readers know the page by, where the operator says so. `trustedProxies`: addresses and networks that are believed about others. */
type Handlers = { probes: WayIn; alerts: WayIn; ping: WayIn; rest: Handler; origin?: string | undefined; trustedProxies?: readonly string[] };

/** Addresses that never reach Next, and whom each is for: `source` is whoever has a token of a source. `isBelow`: what stands below it is a key. */
const WAYS_IN = {
  '/ping/': { to: 'ping', access: 'source', isBelow: true },
  '/api/v1/probes': { to: 'probes', access: 'source', isBelow: false },
  '/api/v1/probes/alertmanager': { to: 'alerts', access: 'source', isBelow: false },
} as const;

function wayOf(path: string) {
  if (Object.hasOwn(WAYS_IN, path)) return WAYS_IN[path as keyof typeof WAYS_IN]; // it has it
  return Object.entries(WAYS_IN).find(([address, { isBelow }]) => isBelow && path.startsWith(address))?.[1];
}

/** The small server in front of Next: probes never reach it. */
export function createHttpServer({ rest, origin, trustedProxies = [], ...handlers }: Handlers): Server {
  const clientOf = clientAddressOf(trustedProxies);
  const server = createServer((request, response) => {
    const requestId = crypto.randomUUID();
    response.setHeader('X-Request-Id', requestId);
    const path = request.url?.split('?', 1)[0] ?? '';
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const nonce = CONSOLE.test(path) ? systemRandom.bytes(NONCE_BYTES).toString('base64') : null;
    response.setHeader('Content-Security-Policy', policy(path, nonce));
    if (path === EMBEDDABLE) response.setHeader('Refresh', EMBED_REFRESH_S);
    const way = wayOf(path);
    if (way?.isBelow) void handlers[way.to](request, response, requestId);
    else if (!canBeDecoded(path)) sendProblem(response, new AppError('malformed_body', 'The address holds a % that is no escape.'), requestId, path);
    else if (way) void handlers[way.to](request, response, requestId);
    else
      compress(request as never, response as never, () => {
        sendRewritten(response, nonce === null ? plainPages : consolePages);
        cleanse(request, { path, origin, client: clientOf(request) });
        if (nonce !== null) request.headers['content-security-policy'] = policy(path, nonce); // where Next looks for the nonce
        void rest(request, response);
      });
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

type Known = { path: string; origin: string | undefined; client: string };

/** Takes out what is not believed and puts in what is known: who asks, what for, and the origin. */
function cleanse(request: IncomingMessage, { path, origin, client }: Known): void {
  for (const name of Object.keys(request.headers)) if (NOT_BELIEVED.test(name)) delete request.headers[name];
  request.headers[PEER_HEADER] = client;
  request.headers[PATH_HEADER] = path;
  if (!origin) return;
  const { host, protocol } = new URL(origin);
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

function canBeDecoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false; // URIError is the answer
  }
}

/** Listens; resolves to the URL to reach it at. Errors: bad_environment for a port that is taken. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new AppError(
          'bad_environment',
          error.code === 'EADDRINUSE' ? `PORT ${port} on ${host} is taken: stop what uses it or set PORT.` : `HOST/PORT: ${error.message}`,
        ),
      ),
    );
    server.listen(port, host, () => {
      const { port: taken } = server.address() as { port: number }; // a TCP server that listens
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
      resolve(`http://${shown}:${taken}`);
    });
  });
}
