import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { manualClock, systemClock } from '#server/clock';
import { AppError } from '#server/errors';
import { currentClock, currentRequestId, noteFailure } from '#server/http/request-context';
import { createHttpServer, listen } from '#server/http/server';
import { createLog } from '#server/log';
import { sqlError } from '#server/test/faults';
import { ENDPOINTS } from '#server/test/raw-http';
import { createPagesServer } from './create-pages-server.ts';
import { createForward } from './forward.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;
type Options = {
  path?: string;
  init?: RequestInit;
  failure?: unknown;
  limitMs?: number;
  clock?: typeof systemClock;
  onForwarded?: () => void;
};

/** Requests `path` from a server in front, whose pages come from `answer` in place of Next. */
async function answerOf(
  answer: Answer,
  { path: asked = '/', init = {}, failure, limitMs = 60_000, clock = systemClock, onForwarded }: Options = {},
): Promise<Response> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
  const socket = path.join(folder, 'pages');
  const pages = createPagesServer(async (request, response) => {
    if (failure !== undefined) noteFailure(failure);
    await answer(response, request);
  }, createLog('silent'));
  await new Promise<void>((resolve) => pages.listen(socket, resolve));
  const limits = { answerMs: limitMs, actionMs: limitMs };
  const { forward, close } = createForward({
    socket,
    clock,
    log: createLog('silent'),
    ready: async () => undefined,
    limits,
  });
  const front = createHttpServer({ ...ENDPOINTS, rest: (asked) => forward(asked).then(onForwarded) });
  try {
    const response = await fetch((await listen(front, 0, '127.0.0.1')) + asked, { redirect: 'manual', ...init });
    return new Response([303, 307].includes(response.status) ? null : await response.text(), response);
  } finally {
    close();
    for (const server of [front, pages]) server.close().closeAllConnections();
    await rm(folder, { recursive: true });
  }
}

describe('a public page', () => {
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
    const html: Answer = (r) => r.setHeader('content-type', 'text/html; charset=utf-8').end(null);
    const response = await answerOf(html, { init: { method: 'HEAD' } });
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

  test('of the console says what works while the database is unavailable', async () => {
    const text = await (await fail(sqlError('57P01'), '/console/incidents')).text();
    expect(text).toMatch(/<h1>The database is unavailable<.*The status page still shows what was last published/s);
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
    let late: ServerResponse | undefined;
    const response = await answerOf((r) => void (late = r.setHeader('content-type', 'text/html')), { limitMs: 20 });
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('temporarily unavailable')]);
    expect(() => late?.write('<p>late</p>') && late.end()).not.toThrow();
  });
});

test('forwarding ends with the answer, so that a limit of pages at once holds', async () => {
  const order: string[] = [];
  const answer: Answer = async (r) => {
    await new Promise(setImmediate);
    order.push('answered');
    r.end('{}');
  };
  await answerOf(answer, { path: '/api/v1/incidents', onForwarded: () => order.push('forwarded') });
  await expect.poll(() => order).toEqual(['answered', 'forwarded']);
});

describe('an answer that takes too long', () => {
  const late = (path: string) => answerOf(() => undefined, { path, limitMs: 20 });

  // Clients of Statuspage poll summary.json; feed readers and READMEs load the others.
  test.each(['/api/v2/summary.json', '/api/v1/incidents'])('%s becomes a problem with the request id', async (path) => {
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
      request_id: response.headers.get('x-request-id'),
    });
  });

  test.each(['/history.atom', '/history.rss', '/badge/all.svg', '/favicon.svg'])(
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
  const html =
    (status: number): Answer =>
    (r) => {
      r.statusCode = status;
      r.setHeader('content-type', 'text/html');
      r.end(page);
    };

  test('keeps its scripts, also with 403 and 404', async () => {
    for (const status of [200, 403, 404])
      expect(await (await answerOf(html(status), { path: '/console' })).text()).toBe(page);
  });

  test('that redirects has no body', async () => {
    const response = await answerOf(html(307), { path: '/console' });
    expect([response.status, response.headers.get('content-length')]).toEqual([307, '0']);
  });
});

describe('the process of the pages', () => {
  test('knows the id and the time of a request, and its clock moves on', async () => {
    const answer: Answer = (r) =>
      r.end(JSON.stringify([currentRequestId(), currentClock()?.now(), currentClock()?.isFixed]));
    const fixed = await answerOf(answer, { clock: manualClock(1_648_646_400_000) });
    expect(await fixed.json()).toEqual([fixed.headers.get('x-request-id'), 1_648_646_400_000, true]);
    const running = { ...systemClock, now: () => 1_648_646_400_000 };
    const later: Answer = async (r) => {
      const start = currentClock()?.now() ?? 0;
      while (currentClock()?.now() === start) await new Promise(setImmediate);
      r.end(String(start));
    };
    expect(Number(await (await answerOf(later, { clock: running })).text())).toBeGreaterThanOrEqual(1_648_646_400_000);
  });

  test('receives no header of its own from a client', async () => {
    const names = ['x-candor-now', 'x-candor-peer', 'x-request-id', 'rsc', 'x-forwarded-host'];
    const init = { headers: Object.fromEntries(names.map((name) => [name, 'made-up'])) };
    const seen = await answerOf((r, { headers }) => r.end(JSON.stringify(headers)), { init });
    expect(JSON.stringify(await seen.json())).not.toContain('made-up');
  });

  test('receives a body whole, and can stream its answer', async () => {
    const body = 'a'.repeat(200_000);
    const echo: Answer = (r, request) => request.pipe(r.setHeader('content-type', 'text/csv'));
    const answer = await answerOf(echo, { path: '/api/v1/incidents', init: { method: 'POST', body } });
    expect(await answer.text()).toBe(body);
  });

  test('that loses its connection becomes a problem with 503', async () => {
    const answer = await answerOf((r) => r.destroy(), { path: '/api/v2/summary.json' });
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({ type: '/problems/overloaded' }),
    ]);
  });

  test('does not send its own headers to clients', async () => {
    const answer = await answerOf((r) => {
      noteFailure(new Error('never shown'));
      r.end('{}');
    });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-candor'))).toEqual([]);
  });
});
