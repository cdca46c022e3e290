import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import compression from 'compression';
import { AppError } from '#server/errors';
import { PATH_HEADER, PEER_HEADER } from '#server/identity/sign-in/auth';
import { systemRandom } from '#server/random';
import { allowedMethods } from './allowed-methods.ts';
import { clientAddressOf, forwardedProtocolOf } from './client-address.ts';
import { type Exchange, withExchange } from './exchange.ts';
import { refusalOfForm, watchFormSize } from './form-guard.ts';
import { answerParserErrors } from './parser-errors.ts';
import { isConsolePath, isInternalPath } from './paths.ts';
import { consolePages, failureOf, plainPages, sendRewritten } from './plain-page.ts';
import { type Refused, refuse } from './refuse.ts';
import { normalizeTarget } from './request-target.ts';
import { contentPolicy, setSecurityHeaders } from './security-headers.ts';

/** Named limits of every connection. Node looks for headers and requests that take too long only once an interval. */
export const CONNECTION_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};
const CONNECTIONS_MAX = 10_000;
const NONCE_BYTES = 16;

/**
 * What only a proxy or the framework itself may say. Of what a trusted proxy says, the address of the client and the protocol are believed; the address that
 * readers know comes from PUBLIC_ORIGIN. Without the framework's own headers there is one form of each page, and no other to guess at.
 */
const NOT_BELIEVED =
  /^(forwarded$|x-forwarded-|x-real-ip$|x-middleware-|x-nextjs-|rsc$|next-router-|next-url$|content-security-policy)/;

/** Texts of ours that the library's list of types does not hold. */
const UNLISTED_TEXT = /^application\/(yaml|x-ndjson)\b/;
/** Made for Express, whose requests and responses are Node's with more to them; it uses none of that. */
const compress = compression({
  filter: (request, response) => {
    const type: unknown = response.getHeader('content-type');
    if (Array.isArray(type)) response.setHeader('content-type', type.join(', ')); // as Next gives it, and as the library's filter refuses it
    return UNLISTED_TEXT.test(String(type)) || compression.filter(request, response);
  },
});

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;
type IngestEndpoint = (request: IncomingMessage, response: ServerResponse, requestId: string) => unknown;
/** `origin`: the address that readers know the page by, where the operator says so. `trustedProxies`: addresses and networks that are believed about others. */
type Settings = {
  origin?: string | undefined;
  trustedProxies?: readonly string[];
  hstsIncludesSubdomains?: boolean;
  limits?: typeof CONNECTION_LIMITS;
  /** PublishedText of what the handler behind throws. */
  onFault?: (error: unknown, requestId: string) => void;
};
type Handlers = { probes: IngestEndpoint; alerts: IngestEndpoint; ping: IngestEndpoint; rest: Handler };

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
export function createHttpServer({
  rest,
  origin,
  trustedProxies = [],
  hstsIncludesSubdomains = false,
  limits = CONNECTION_LIMITS,
  onFault = () => undefined,
  ...ingestEndpoints
}: Handlers & Settings): Server {
  const [clientOf, forwardedProtocol] = [clientAddressOf(trustedProxies), forwardedProtocolOf(trustedProxies)];
  const ownProtocol = origin ? new URL(origin).protocol.slice(0, -1) : 'http';
  // Java's client and curl --http2 offer h2c with their first request; it is answered over HTTP/1.1 (RFC 9110, 7.8).
  const server = createServer({ ...limits, shouldUpgradeCallback: () => false }, (request, response) => {
    const requestId = crypto.randomUUID();
    response.setHeader('X-Request-Id', requestId);
    const isTarget = normalizeTarget(request);
    const path = request.url?.split('?', 1)[0] ?? '';
    const nonce = isConsolePath(path) ? systemRandom.bytes(NONCE_BYTES).toString('base64') : null;
    const policy = contentPolicy(path, nonce);
    const isHttps = (forwardedProtocol(request) ?? ownProtocol) === 'https';
    setSecurityHeaders(response, path, policy, { isHttps, includesSubdomains: hstsIncludesSubdomains });
    const refused = { request, response, requestId, path };
    const way = wayOf(path);
    if (way?.isBelow) return void ingestEndpoints[way.to](request, response, requestId);
    if (!isTarget || !canBeDecoded(path))
      return refuse(refused, new AppError('malformed_body', 'The request target is not a valid path or URL.'));
    if (way) return void ingestEndpoints[way.to](request, response, requestId);
    if (isAnsweredByMethod(refused)) return;
    if (isInternalPath(decodeURIComponent(path)))
      return refuse(refused, new AppError('not_found', 'Nothing exists at this address.'));
    compress(request as never, response as never, () => {
      cleanse(request, { path, origin, client: clientOf(request) });
      const isForm = nonce !== null && request.method === 'POST';
      const refusal = isForm ? refusalOfForm(request) : null;
      if (refusal) return refuse(refused, refusal);
      const exchange: Exchange = { requestId, response };
      const hasTooMuch = isForm ? watchFormSize(request) : () => false;
      sendRewritten(response, nonce === null ? plainPages : consolePages, {
        ...refused,
        failureOf: () => failureOf(exchange, hasTooMuch),
      });
      if (nonce !== null) request.headers['content-security-policy'] = policy; // where Next looks for the nonce
      withExchange(exchange, () => {
        Promise.resolve(rest(request, response)).catch((error: unknown) => {
          onFault(error, requestId);
          response.destroy();
        });
      });
    });
  });
  server.maxConnections = CONNECTIONS_MAX;
  answerParserErrors(server, () => crypto.randomUUID());
  return server;
}

/** Answers OPTIONS, and a method that the address lacks (RFC 9110, 15.5.6: with those that it has). Returns whether it did. */
function isAnsweredByMethod(refused: Refused): boolean {
  const { request, response, path } = refused;
  const { method = '' } = request;
  const allowed = allowedMethods(path);
  if (allowed === null || (allowed.includes(method) && path !== '*')) return false;
  response.setHeader('Allow', [...new Set([...allowed, 'OPTIONS'])].join(', '));
  if (method === 'OPTIONS') response.writeHead(204, { 'Content-Length': 0 }).end();
  else refuse(refused, new AppError('method_not_allowed', `This address supports ${allowed.join(', ')}.`));
  return true;
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
          error.code === 'EADDRINUSE'
            ? `PORT: ${port} on ${host} is already in use. Stop the other process or choose another port.`
            : `HOST/PORT: ${error.message}`,
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
