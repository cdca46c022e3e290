import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { AppError } from '#server/errors';
import { sqlError } from '#server/test/faults';
import { failureOf } from './failure-of-response.ts';
import { rewriteConsolePage, rewritePublicPage, rewriteResponse } from './rewrite-response.ts';
import { stripFrameworkScripts } from './strip-framework-scripts.ts';

async function answerOf(
  answer: (response: http.ServerResponse) => void,
  { rewrite = rewritePublicPage, method = 'GET', path = '/', pageMsMax = 60_000, failure = undefined as unknown } = {},
): Promise<Response> {
  const server = http.createServer((request, response) => {
    const exchange = { requestId: 'request-1', response, failure };
    rewriteResponse(
      response,
      rewrite,
      { request, requestId: 'request-1', path, failureOf: () => failureOf(exchange, () => false) },
      pageMsMax,
    );
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method });
    return new Response(await response.text(), response);
  } finally {
    server.close();
  }
}

describe('a public page', () => {
  test('loses the scripts of the framework only', () => {
    const page =
      '<head><link rel="preload" href="/a.js" as="script"/><link rel="stylesheet" href="/a.css"/><script src="/live.js" defer="" data-own=""></script></head><p>a &lt;script&gt;</p><script>self.x=["</p>"]</script><script id="_R_">b</script>';
    expect(stripFrameworkScripts(page)).toBe(
      '<head><link rel="stylesheet" href="/a.css"/><script src="/live.js" defer="" data-own=""></script></head><p>a &lt;script&gt;</p>',
    );
  });

  test('is sent complete, with its length, however it was written', async () => {
    const response = await answerOf((r) => {
      r.setHeader('content-type', 'text/html; charset=utf-8');
      r.statusCode = 404;
      r.flushHeaders();
      r.write('<p>ü</p><scr');
      r.write(Buffer.from('ipt>x</script>'));
      r.end('<p>end</p>');
    });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      404,
      '19',
      '<p>ü</p><p>end</p>',
    ]);
  });

  test('JSON passes unchanged', async () => {
    const response = await answerOf((r) => {
      r.setHeader('content-type', 'application/json');
      r.write('{"a":"<script>x</script>"');
      r.end('}');
    });
    expect(await response.json()).toEqual({ a: '<script>x</script>' });
  });

  test('has no body for HEAD, which Next ends with null', async () => {
    const html = (r: http.ServerResponse) => r.setHeader('content-type', 'text/html; charset=utf-8').end(null);
    const response = await answerOf(html, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  const fail = (failure: unknown, path?: string) =>
    answerOf(
      (r) => {
        r.statusCode = 500;
        r.setHeader('content-type', 'text/html; charset=utf-8');
        r.end('<html id="__next_error__"><body></body></html>');
      },
      { failure, ...(path === undefined ? {} : { path }) },
    );

  test.each([
    ['the connection is refused', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['no connection becomes free', new Error('timeout exceeded when trying to connect')],
    ['PostgreSQL shuts down', sqlError('57P01')],
    ['its queue is full', new AppError('overloaded', 'Too many searches wait.')],
  ])('that fails because %s becomes a notice with 503', async (_, failure) => {
    const response = await fail(failure);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.text()).toMatch(
      /<h1>The status page is temporarily unavailable<.*This error is about the status page, not about the components/s,
    );
  });

  test.each([
    ['with an error of ours', new TypeError('incident is undefined')],
    ['with a wrong statement', sqlError('42703', 'column "titel" does not exist')],
    ['for an unknown reason', undefined],
  ])('that fails %s becomes a notice of an internal error with 500', async (_, failure) => {
    const response = await fail(failure);
    expect([response.status, response.headers.get('retry-after')]).toEqual([500, null]);
    expect(await response.text()).toMatch(
      /<h1>Internal error<.*This error is about the status page, not about the components/s,
    );
    expect(await (await fail(failure, '/api/v2/status.json')).json()).toMatchObject({ type: '/problems/internal' });
  });

  test('that takes too long becomes a notice with 503, and later output is discarded', async () => {
    let late: http.ServerResponse | undefined;
    const response = await answerOf((r) => void (late = r.setHeader('content-type', 'text/html')), { pageMsMax: 20 });
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('temporarily unavailable')]);
    expect(() => late?.write('<p>late</p>') && late.end()).not.toThrow();
  });
});

describe('an answer that takes too long', () => {
  const late = (path: string) => answerOf(() => undefined, { path, pageMsMax: 20 });

  // Clients of Statuspage poll summary.json; Prometheus and Kubernetes read the health checks; feed readers and READMEs load the others.
  test.each(['/api/v2/summary.json', '/api/v1/incidents', '/healthz', '/readyz'])(
    '%s becomes a problem with the request id',
    async (path) => {
      const response = await late(path);
      expect([response.status, response.headers.get('content-type'), response.headers.get('retry-after')]).toEqual([
        503,
        'application/problem+json; charset=utf-8',
        '2',
      ]);
      expect(await response.json()).toMatchObject({
        type: '/problems/overloaded',
        status: 503,
        instance: path,
        request_id: 'request-1',
      });
    },
  );

  test.each(['/history.atom', '/history.rss', '/badge/all.svg', '/favicon.svg', '/metrics'])(
    '%s becomes one line of plain text',
    async (path) => {
      const response = await late(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
      expect(await response.text()).toBe('The server took too long to respond. Try again in a few seconds.\n');
    },
  );

  test('gives way to a problem where a route fails with an error page of Next', async () => {
    const failed = await answerOf(
      (r) => {
        r.statusCode = 500;
        r.setHeader('content-type', 'text/plain');
        r.end('Internal Server Error');
      },
      { path: '/api/v2/status.json' },
    );
    expect([failed.status, failed.headers.get('content-type')]).toEqual([
      500,
      'application/problem+json; charset=utf-8',
    ]);
  });
});

describe('a page of the console', () => {
  const page = '<p>a</p><script nonce="n">x</script>';
  const html = (status: number) => (r: http.ServerResponse) => {
    r.statusCode = status;
    r.setHeader('content-type', 'text/html');
    r.end(page);
  };

  test('keeps its scripts, also with 403 and 404', async () => {
    for (const status of [200, 403, 404])
      expect(await (await answerOf(html(status), { rewrite: rewriteConsolePage })).text()).toBe(page);
  });

  test('that redirects has no body', async () => {
    expect(await (await answerOf(html(307), { rewrite: rewriteConsolePage })).text()).toBe('');
  });
});
