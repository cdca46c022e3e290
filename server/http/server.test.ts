import { afterEach, describe, expect, test } from 'vitest';
import { headerOf, SMALL_LIMITS, startFront } from '#server/test/raw-http';

type Front = Awaited<ReturnType<typeof startFront>>;
let front: Front | undefined;
afterEach(async () => {
  await front?.stop();
  front = undefined;
});

/** Starts the server in front of a handler that echoes the request. */
async function echo(options: Parameters<typeof startFront>[1] = {}): Promise<Front> {
  front = await startFront(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify([request.method, request.url, request.headers.host, body]));
  }, options);
  return front;
}

const status = (answer: string) => Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);
/** Extracts the body of `echo`, which is chunked. */
const bodyOf = (answer: string) => /^\[.*\]/m.exec(answer)?.[0] ?? '';

describe('a client that offers another protocol is answered over HTTP/1.1', () => {
  const h2c =
    'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n';

  // The headers that java.net.http.HttpClient sends by default: jetty/jetty.project#9998; nodejs/node#11552 on what a server should do.
  test('GET of a Java client', async () => {
    const { ask } = await echo();
    const answer = await ask(
      `GET /history.atom HTTP/1.1\r\nHost: status.example\r\nUser-Agent: Java-http-client/20.0.1\r\n${h2c}\r\n`,
    );
    expect([status(answer), bodyOf(answer)]).toEqual([200, '["GET","/history.atom","status.example",""]']);
  });

  // `curl --http2 -d`: helidon-io/helidon#9354; the body follows at once.
  test('POST with a body', async () => {
    const { ask } = await echo();
    const answer = await ask(
      `POST /api/v1/incidents HTTP/1.1\r\nHost: a\r\n${h2c}Content-Length: 10\r\n\r\ntoken=2977`,
    );
    expect([status(answer), bodyOf(answer)]).toEqual([200, '["POST","/api/v1/incidents","a","token=2977"]']);
  });

  test('POST with a body in chunks', async () => {
    const { ask } = await echo();
    const answer = await ask(
      `POST /api/v1/incidents HTTP/1.1\r\nHost: a\r\n${h2c}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    );
    expect(bodyOf(answer)).toBe('["POST","/api/v1/incidents","a","abc"]');
  });

  // TLS upgrade of RFC 2817, WebSocket of RFC 6455, and Apache's own h2c offer through mod_proxy: unsupported protocols are ignored (RFC 9110, 7.8).
  test.each(['TLS/1.0', 'websocket', 'h2c, h2'])(
    '%s, even if another part of the process listens for upgrades',
    async (protocol) => {
      const { ask, server } = await echo();
      server.on('upgrade', (_, socket) => socket.destroy()); // as Next does with its first request
      const answer = await ask(
        `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: ${protocol}\r\n\r\n`,
      );
      expect(status(answer)).toBe(200);
    },
  );
});

describe('a request target', () => {
  const close = 'Connection: close\r\n\r\n';

  // The absolute form: RFC 9112, 3.2.2; curl -x and Go's http.ProxyURL send it, and its host wins over the Host header.
  test.each([
    ['http://status.example/', '/', 'status.example'],
    ['http://status.example', '/', 'status.example'],
    ['HTTP://status.example:8080/history?page=2', '/history?page=2', 'status.example:8080'],
    ['https://status.example?q=a', '/?q=a', 'status.example'],
    ['http://[2001:db8::1]:3000/uptime', '/uptime', '[2001:db8::1]:3000'],
    ['/history?next=http://other.example/', '/history?next=http://other.example/', 'a'],
  ])('%s is %s of %s', async (target, path, host) => {
    const { ask } = await echo();
    const answer = await ask(`GET ${target} HTTP/1.1\r\nHost: a\r\n${close}`);
    expect([status(answer), JSON.parse(bodyOf(answer)).slice(1, 3)]).toEqual([200, [path, host]]);
  });

  test.each(['*', 'http://', 'ftp://status.example/', 'http:///history', '/%', '/%zz'])(
    '%s is refused with 400',
    async (target) => {
      const { ask } = await echo();
      const answer = await ask(`GET ${target} HTTP/1.1\r\nHost: a\r\n${close}`);
      expect([status(answer), headerOf(answer, 'x-request-id')]).toEqual([
        400,
        expect.stringMatching(/^[\da-f-]{36}$/),
      ]);
    },
  );

  // HAProxy's `option httpchk` begins with OPTIONS / HTTP/1.0 and no Host, load balancers of F5 and nginx Plus with OPTIONS *.
  test.each([
    'OPTIONS * HTTP/1.1\r\nHost: a\r\n',
    'OPTIONS * HTTP/1.0\r\n',
    'OPTIONS / HTTP/1.0\r\n',
    'OPTIONS http://a HTTP/1.1\r\nHost: a\r\n',
  ])('%j is answered with the allowed methods', async (head) => {
    const { ask } = await echo();
    const answer = await ask(`${head}${close}`);
    expect([status(answer), headerOf(answer, 'allow')]).toEqual([204, expect.stringMatching(/^GET, HEAD.*OPTIONS$/)]);
  });

  // Kubernetes, Envoy and ALB health checks: HTTP/1.0 without Host, HEAD, an IP address as Host.
  test.each([
    'GET /healthz HTTP/1.0\r\n',
    'HEAD /healthz HTTP/1.1\r\nHost: 10.0.0.7:3000\r\n',
    'GET /healthz HTTP/1.1\r\nHost:\r\n',
  ])('%j reaches the endpoint', async (head) => {
    const { ask } = await echo();
    expect(status(await ask(`${head}${close}`))).toBe(202);
  });

  // Scanners: a method in lower case, a request of a proxy, of TLS, of HTTP/2 with prior knowledge, and a header that is too long.
  test.each([
    ['get / HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n', 405],
    ['\x16\x03\x01\x02\x00\x01\x00', 400],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET / HTTP/1.1\r\n\r\n', 400],
  ])('%j is answered with %i, a request id and no stack trace', async (text, expected) => {
    const { ask } = await echo();
    const answer = await ask(text);
    expect(status(answer)).toBe(expected);
    expect(answer).not.toMatch(/\bat .*\.[jt]s|node:/);
  });
});

describe('an unsupported method is answered with 405 and the supported ones', () => {
  test.each([
    ['PUT', '/', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/uptime', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/incidents/abc', 'GET, HEAD, OPTIONS'],
    ['POST', '/history.atom', 'GET, HEAD, OPTIONS'],
    ['PUT', '/badge/all.svg', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/healthz', 'GET, HEAD, OPTIONS'],
    ['PUT', '/console/staff', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/sign-in', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/sign-in/single-sign-on', 'GET, HEAD, OPTIONS'],
    ['PUT', '/api/v1/incidents', 'GET, HEAD, POST, OPTIONS'],
    ['GET', '/api/v1/incidents/past', 'POST, OPTIONS'],
    ['POST', '/api/v1/incidents/abc', 'GET, HEAD, OPTIONS'],
    ['POST', '/api/v1/incidents/abc/updates/def', 'PATCH, OPTIONS'],
    ['DELETE', '/api/v2/summary.json', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/api/console/on-call', 'GET, HEAD, OPTIONS'],
  ])('%s %s: %s', async (method, path, allow) => {
    const { url } = await echo();
    const response = method === 'TRACE' ? null : await fetch(`${url}${path}`, { method });
    if (response)
      expect([response.status, response.headers.get('allow'), (await response.text()).length > 20]).toEqual([
        405,
        allow,
        true,
      ]);
    else
      expect(
        headerOf(await (front as Front).ask(`TRACE ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`), 'allow'),
      ).toBe(allow);
  });

  test('in the format of the address', async () => {
    const { url } = await echo();
    const type = async (path: string) =>
      (await fetch(`${url}${path}`, { method: 'DELETE' })).headers.get('content-type')?.split(';')[0];
    expect(await Promise.all(['/', '/api/v1/catalog', '/history.rss', '/healthz', '/badge/all.svg'].map(type))).toEqual(
      ['text/html', 'application/problem+json', 'text/plain', 'application/problem+json', 'text/plain'],
    );
  });

  test('but an unknown API address is left to the routes', async () => {
    const { url } = await echo();
    expect((await fetch(`${url}/api/v1/nothing`, { method: 'DELETE' })).status).toBe(200);
  });
});

describe('addresses of the framework', () => {
  test.each([
    '/index.rsc',
    '/console.rsc',
    '/history.RSC',
    '/history%2ersc',
    '/history.segments/_tree.segment.rsc',
    '/_next/image?url=%2Ffavicon.svg&w=64&q=75',
    '/_next/data/x/index.json',
    '/_next/static',
    '/__nextjs_original-stack-frames',
    '/_global-error',
  ])('%s are not reachable', async (path) => {
    const { url } = await echo();
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });

  test('static files are reachable', async () => {
    const { url } = await echo();
    expect((await fetch(`${url}/_next/static/chunks/a.css`)).status).toBe(200);
  });
});

describe('an answer is compressed, with a Vary header', () => {
  const LONG = `"${'a'.repeat(3_000)}"`;

  // Next passes content types in a list.
  test.each([
    'application/json; charset=utf-8',
    'application/problem+json; charset=utf-8',
    'application/atom+xml; charset=utf-8',
    'application/rss+xml; charset=utf-8',
    'image/svg+xml; charset=utf-8',
    'text/csv; charset=utf-8',
    'application/x-ndjson; charset=utf-8',
    'application/yaml; charset=utf-8',
    'text/plain; version=0.0.4; charset=utf-8',
  ])('%s', async (type) => {
    front = await startFront((_, response) => response.setHeader('content-type', [type]).end(LONG));
    const get = (encoding: string, method = 'GET') =>
      fetch(`${front?.url}/api/v2/summary.json`, { method, headers: { 'accept-encoding': encoding } });
    // python-requests, Go and curl --compressed ask for gzip first, browsers for br too
    for (const [asked, given] of [
      ['gzip, deflate', 'gzip'],
      ['gzip, deflate, br', 'br'],
      ['identity', null],
    ] as const) {
      const response = await get(asked);
      const seen = [
        response.headers.get('content-encoding'),
        response.headers.get('vary'),
        response.headers.get('content-type'),
        await response.text(),
      ];
      expect(seen).toEqual([given, 'Accept-Encoding', type, LONG]);
    }
    expect((await get('gzip', 'HEAD')).headers.get('vary')).toBe('Accept-Encoding');
  });

  test('does not compress twice', async () => {
    front = await startFront((_, response) => response.setHeader('content-type', ['image/png']).end(LONG));
    expect((await fetch(`${front.url}/a`)).headers.get('content-encoding')).toBeNull();
  });
});

describe('Strict-Transport-Security', () => {
  const hsts = async (options: Parameters<typeof startFront>[1], headers: Record<string, string> = {}) =>
    (await fetch((await echo(options)).url, { headers })).headers.get('strict-transport-security');
  const PROXY = { trustedProxies: ['127.0.0.1'] };
  const ONE_YEAR = 'max-age=31536000';

  test.each<[string, Parameters<typeof startFront>[1], Record<string, string>, string | null]>([
    ['is not sent where nothing says that readers come over https', {}, {}, null],
    ['is not sent for an http origin', { origin: 'http://status.example' }, {}, null],
    ['is sent for an https origin, for this host only', { origin: 'https://status.example' }, {}, ONE_YEAR],
    [
      'includes subdomains if the operator chose it',
      { origin: 'https://status.example', hstsIncludesSubdomains: true },
      {},
      `${ONE_YEAR}; includeSubDomains`,
    ],
    ['is sent where a trusted proxy says https', PROXY, { 'x-forwarded-proto': 'https' }, ONE_YEAR],
    ['is sent if the first of several proxies received https', PROXY, { 'x-forwarded-proto': 'HTTPS, http' }, ONE_YEAR],
    [
      'is not sent if a trusted proxy received http',
      { ...PROXY, origin: 'https://status.example' },
      { 'x-forwarded-proto': 'http' },
      null,
    ],
    ['is not sent because anybody says https', {}, { 'x-forwarded-proto': 'https' }, null],
  ])('%s', async (_, options, headers, expected) => {
    expect(await hsts(options, headers)).toBe(expected);
  });
});

describe('time limits', () => {
  const CRLF = '\r\n';
  const slow = () => echo({ limits: SMALL_LIMITS });

  test.each([
    ['a head that never ends', `GET / HTTP/1.1${CRLF}Host: a${CRLF}X-A: b${CRLF}`],
    ['a connection on which nothing is sent', ''],
    [
      'a body that never comes',
      `POST /api/v1/incidents HTTP/1.1${CRLF}Host: a${CRLF}Content-Length: 100${CRLF}${CRLF}`,
    ],
    ['a body that stops', `POST /api/v1/incidents HTTP/1.1${CRLF}Host: a${CRLF}Content-Length: 100${CRLF}${CRLF}abc`],
  ])('%s is ended with 408', async (_, text) => {
    const { ask } = await slow();
    const answer = await ask(text);
    expect([status(answer), headerOf(answer, 'connection'), headerOf(answer, 'x-request-id')?.length]).toEqual([
      408,
      'close',
      36,
    ]);
  });
});

test('the request id is unique, and not chosen by the client', async () => {
  const { url } = await echo();
  const ids = await Promise.all(
    [0, 1, 2].map(async () => {
      const response = await fetch(`${url}/`, { headers: { 'x-request-id': 'made-up' } });
      return response.headers.get('x-request-id');
    }),
  );
  expect([ids.includes('made-up'), new Set(ids).size]).toEqual([false, 3]);
});
