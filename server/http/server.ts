import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import compression from 'compression';
import { AppError } from '#server/errors';
import { PATH_HEADER, PEER_HEADER } from '#server/identity/sign-in/request-client';
import { systemRandom } from '#server/random';
import { allowedMethods } from './allowed-methods.ts';
import { clientAddressOf, forwardedProtocolOf } from './client-address.ts';
import { refusalOfForm } from './form-guard.ts';
import { answerParserErrors } from './parser-errors.ts';
import { isConsolePath, isInternalPath, isPublicFormPath } from './paths.ts';
import { type Refused, refuse } from './refuse.ts';
import { normalizeTarget } from './request-target.ts';
import type { PageKind } from './rewrite-page.ts';
import { contentPolicy, securityHeaders } from './security-headers.ts';

/** Limits of every connection. Node checks for slow headers and requests only once per `connectionsCheckingInterval`. */
export const CONNECTION_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};
const CONNECTIONS_MAX = 10_000;
const NONCE_BYTES = 16;

/**
 * Headers that only a proxy or the framework may set. From a trusted proxy, only the client address and the protocol are used; the public address
 * comes from PUBLIC_ORIGIN. Removing the framework's own headers leaves one form of each page.
 */
const UNTRUSTED_HEADERS =
  /^(forwarded$|x-forwarded-|x-real-ip$|x-middleware-|x-nextjs-|x-candor-|rsc$|next-router-|next-url$|content-security-policy)/;

/** Text types of ours that are missing from the library's list. */
const UNLISTED_TEXT = /^application\/(yaml|x-ndjson)\b/;
/** Made for Express, but uses only what Express inherits from Node's requests and responses. */
const compress = compression({
  filter: (request, response) => {
    const type: unknown = response.getHeader('content-type');
    if (Array.isArray(type)) response.setHeader('content-type', type.join(', ')); // Next sets a list, which the library's filter rejects
    return UNLISTED_TEXT.test(String(type)) || compression.filter(request, response);
  },
});

/** A request for the process of the pages. */
export type Asked = Refused & { kind: PageKind };
type Endpoint = (request: IncomingMessage, response: ServerResponse, requestId: string) => unknown;
/** `origin`: the public address, if the operator set it. `trustedProxies`: addresses and networks whose forwarding headers are trusted. */
type Settings = {
  origin?: string | undefined;
  trustedProxies?: readonly string[];
  hstsIncludesSubdomains?: boolean;
  limits?: typeof CONNECTION_LIMITS;
};
type Endpoints = Record<'probes' | 'alerts' | 'ping' | 'health' | 'readiness' | 'metrics', Endpoint>;
/** A request before anything else answers it. `others` passes it to the other handlers, and `refuse` answers it with an error. */
export type Incoming = Refused & { isHttps: boolean; others: () => void; refuse: (error: AppError) => void };
/** `published`: answers what is published, and returns false for everything else. */
type Handlers = Endpoints & { published?: (incoming: Incoming) => boolean; rest: (asked: Asked) => unknown };

/** The endpoints that never reach Next. `source` requires a token of a source. `isBelow`: the rest of the path is a key. */
const ENDPOINTS = {
  '/ping/': { to: 'ping', access: 'source', isBelow: true },
  '/api/v1/probes': { to: 'probes', access: 'source', isBelow: false },
  '/api/v1/probes/alertmanager': { to: 'alerts', access: 'source', isBelow: false },
  '/healthz': { to: 'health', access: 'operator', isBelow: false },
  '/readyz': { to: 'readiness', access: 'operator', isBelow: false },
  '/metrics': { to: 'metrics', access: 'operator', isBelow: false },
} as const;

function endpointOf(path: string) {
  if (Object.hasOwn(ENDPOINTS, path)) return ENDPOINTS[path as keyof typeof ENDPOINTS]; // just checked
  return Object.entries(ENDPOINTS).find(([address, { isBelow }]) => isBelow && path.startsWith(address))?.[1];
}

/** Creates the small server in front of Next. Probes never reach Next. */
export function createHttpServer({
  published = () => false,
  rest,
  origin,
  trustedProxies = [],
  hstsIncludesSubdomains = false,
  limits = CONNECTION_LIMITS,
  ...endpoints
}: Handlers & Settings): Server {
  const [clientOf, forwardedProtocol] = [clientAddressOf(trustedProxies), forwardedProtocolOf(trustedProxies)];
  const ownProtocol = origin ? new URL(origin).protocol.slice(0, -1) : 'http';
  // Java's client and curl --http2 offer h2c with their first request; it is answered over HTTP/1.1 (RFC 9110, 7.8).
  const server = createServer({ ...limits, shouldUpgradeCallback: () => false }, (request, response) => {
    const requestId = crypto.randomUUID();
    const isTarget = normalizeTarget(request);
    const path = request.url?.split('?', 1)[0] ?? '';
    const isHttps = (forwardedProtocol(request) ?? ownProtocol) === 'https';
    const refused = { request, response, requestId, path };
    const others = () => answer(refused, { isTarget, isHttps });
    const refuseIt = (error: AppError) => {
      secure(refused, isHttps);
      refuse(refused, error);
    };
    if (!isTarget || !published({ ...refused, isHttps, others, refuse: refuseIt })) others();
  });

  /** Sets the headers that every response has. Returns the nonce and the policy of its scripts. */
  function secure({ response, requestId, path }: Refused, isHttps: boolean): { nonce: string | null; policy: string } {
    response.setHeader('X-Request-Id', requestId);
    const nonce = isConsolePath(path) ? systemRandom.bytes(NONCE_BYTES).toString('base64') : null;
    const policy = contentPolicy(path, nonce);
    const headers = securityHeaders(path, policy, { isHttps, includesSubdomains: hstsIncludesSubdomains });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return { nonce, policy };
  }

  function answer(refused: Refused, { isTarget, isHttps }: { isTarget: boolean; isHttps: boolean }): void {
    const { request, response, requestId, path } = refused;
    const { nonce, policy } = secure(refused, isHttps);
    const endpoint = endpointOf(path);
    if (endpoint?.isBelow) return void endpoints[endpoint.to](request, response, requestId);
    if (!isTarget || !canBeDecoded(path))
      return void refuse(refused, new AppError('malformed_body', 'The request target is not a valid path or URL.'));
    if (endpoint?.access === 'source') return void endpoints[endpoint.to](request, response, requestId);
    if (isAnsweredByMethod(refused)) return;
    if (endpoint) return void endpoints[endpoint.to](request, response, requestId);
    if (isInternalPath(decodeURIComponent(path)))
      return void refuse(refused, new AppError('not_found', 'Nothing exists at this address.'));
    compress(request as never, response as never, () => {
      cleanse(request, { path, origin, client: clientOf(request) });
      const isPublicForm = isPublicFormPath(path);
      const isForm = (nonce !== null || isPublicForm) && request.method === 'POST';
      const refusal = isForm ? refusalOfForm(request) : null;
      if (refusal) return refuse(refused, refusal);
      if (nonce !== null) request.headers['content-security-policy'] = policy; // Next reads the nonce from here
      rest({ ...refused, kind: isPublicForm ? 'form' : nonce === null ? 'public' : 'console' });
    });
  }

  server.maxConnections = CONNECTIONS_MAX;
  answerParserErrors(server, () => crypto.randomUUID());
  return server;
}

/** Answers OPTIONS and methods that the address does not support, with the supported ones (RFC 9110, 15.5.6). Returns whether it answered. */
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

/** Replaces untrusted headers by what is known: the client address, the path and the origin. */
function cleanse(request: IncomingMessage, { path, origin, client }: Known): void {
  for (const name of Object.keys(request.headers)) if (UNTRUSTED_HEADERS.test(name)) delete request.headers[name];
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
    return false; // a URIError: the path is malformed
  }
}

/** Starts listening and resolves to the server's URL. Errors: bad_environment if the port is in use. */
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
