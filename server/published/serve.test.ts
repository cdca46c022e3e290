import { afterEach, describe, expect, test } from 'vitest';
import type { PublishingMode } from '#domain/site/publication';
import { manualClock } from '#server/clock';
import { createHttpServer, listen } from '#server/http/server';
import { ENDPOINTS } from '#server/test/raw-http';
import { bytesOf, type Entry } from './entry.ts';
import type { Library } from './library.ts';
import { createServe, encodingOf } from './serve.ts';

const T = 1_648_646_400_000;
const LONG = `<p>${'Serving '.repeat(200)}</p>`;
let stop = async () => undefined as unknown;
afterEach(() => stop());

async function entryOf(key: string, mode: PublishingMode, change: Partial<Entry> = {}): Promise<Entry> {
  const isFixed = mode === 'fixed';
  const type = 'text/html; charset=utf-8';
  return {
    key,
    version: 1,
    build: 'b',
    mode,
    dependencies: [],
    status: 200,
    generatedAt: T,
    staleAt: isFixed ? null : T + 90_000,
    headers: { 'content-type': type, 'cache-control': 'public, max-age=5' },
    normal: await bytesOf(Buffer.from(LONG), type),
    stale: isFixed ? null : await bytesOf(Buffer.from(`stale ${LONG}`), type),
    ...change,
  };
}

/** A library in memory, in which `publish` puts an entry. */
function fakeLibrary(entries: readonly Entry[], ageMs: number) {
  const all = new Map(entries.map((entry) => [entry.key, entry]));
  const waiting = new Map<string, () => void>();
  return {
    held: (key: string) => all.get(key),
    heldForMs: () => ageMs,
    find: async (key: string) => all.get(key) ?? null,
    replaced: (key: string) => new Promise<boolean>((resolve) => waiting.set(key, () => resolve(true))),
    publish: (entry: Entry) => {
      all.set(entry.key, entry);
      waiting.get(entry.key)?.();
    },
  };
}

async function startServe(
  entries: readonly Entry[],
  request: (key: string) => Promise<void> = async () => undefined,
  isCurrent = () => true,
  ageMs = 0,
) {
  const library = fakeLibrary(entries, ageMs);
  const clock = manualClock(T + 1_000);
  const published = createServe({
    library: library as unknown as Library, // all that serving uses
    clock,
    request,
    isCurrent,
    securityHeaders: () => ({ 'x-content-type-options': 'nosniff' }),
  });
  const rest = {
    ...ENDPOINTS,
    rest: ({ response }: { response: import('node:http').ServerResponse }) => response.end('others'),
  };
  const server = createHttpServer({ ...rest, published });
  const url = await listen(server, 0, '127.0.0.1');
  stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(url + path, { headers, method });
  return { get, clock, library };
}

describe('a published address', () => {
  test('is sent in the encoding of the reader, with length, Vary and a strong ETag', async () => {
    const { get } = await startServe([await entryOf('/', 'live')]);
    const etags = new Set<string>();
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const response = await get('/', { 'accept-encoding': accepted });
      const { headers } = response;
      expect([headers.get('content-encoding'), headers.get('vary'), await response.text()]).toEqual([
        encoding,
        'Accept-Encoding',
        LONG,
      ]);
      expect([headers.get('x-content-type-options'), headers.get('x-request-id')?.length]).toEqual(['nosniff', 36]);
      expect(headers.get('etag')).toMatch(/^"[\w-]{27}(-gzip|-br)?"$/);
      etags.add(headers.get('etag') ?? '');
    }
    expect(etags.size).toBe(3);
  });

  test('is not sent again to a reader who has it', async () => {
    const { get } = await startServe([await entryOf('/', 'live')]);
    const etag = (await get('/')).headers.get('etag') ?? '';
    for (const named of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get('/', { 'if-none-match': named });
      expect([named, response.status, await response.text()]).toEqual([named, 304, '']);
    }
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('has the same head and no body for HEAD', async () => {
    const { get } = await startServe([await entryOf('/', 'live')]);
    const [read, head] = [await get('/'), await get('/', {}, 'HEAD')];
    const of = ({ headers }: Response) => ['etag', 'content-length', 'content-type'].map((name) => headers.get(name));
    expect([of(head), await head.text()]).toEqual([of(read), '']);
  });

  test('is the variant without live data from the instant at which its data is stale', async () => {
    const { get, clock } = await startServe([await entryOf('/', 'live')]);
    const isStale = async () => (await (await get('/')).text()).startsWith('stale');
    clock.set(T + 89_999);
    expect(await isStale()).toBe(false);
    clock.set(T + 90_000);
    expect(await isStale()).toBe(true);
  });

  test('is that variant after 90 seconds without a newer version, even if the clock was set back', async () => {
    const isStaleAfter = async (ageMs: number) => {
      const { get, clock } = await startServe([await entryOf('/', 'live')], undefined, undefined, ageMs);
      clock.set(T - 3_600_000);
      const text = await (await get('/')).text();
      await stop();
      return text.startsWith('stale');
    };
    expect([await isStaleAfter(90_000), await isStaleAfter(90_001)]).toEqual([false, true]);
  });

  test('that never is stale is served at any age', async () => {
    const { get, clock } = await startServe([await entryOf('/incidents/aaaaaaaaaaaa', 'fixed')]);
    clock.set(T + 10 * 365 * 86_400_000);
    expect(await (await get('/incidents/aaaaaaaaaaaa')).text()).toBe(LONG);
  });
});

describe('is left to others', () => {
  test.each([
    ['a form', '/', 'POST', {}],
    ['a request with a token', '/', 'GET', { authorization: 'Bearer x' }],
    ['a search', '/history?q=a', 'GET', {}],
    ['the console', '/console', 'GET', {}],
  ])('%s', async (_, path, method, headers) => {
    const { get } = await startServe([await entryOf('/', 'live')]);
    const origin = { origin: 'http://other.example' };
    const response = await get(path, method === 'POST' ? origin : headers, method);
    expect([response.headers.get('etag'), response.status]).toEqual([null, method === 'POST' ? 403 : 200]);
  });

  test('an address without a page, which is rendered for each reader', async () => {
    const { get } = await startServe([await entryOf('/incidents/aaaaaaaaaaaa', 'fixed', { status: 404 })]);
    for (const headers of [{}, { 'if-none-match': '*' }] as Record<string, string>[])
      expect(await (await get('/incidents/aaaaaaaaaaaa', headers)).text()).toBe('others');
  });

  test('a file with a digest in its name that no published page names, also while the database is away', async () => {
    const asked: string[] = [];
    const { get } = await startServe(
      [],
      async (key) => void asked.push(key),
      () => false,
    );
    expect([await (await get('/_next/static/chunks/a.css')).text(), asked]).toEqual(['others', []]);
  });

  test('what is not published, if the publisher cannot be asked', async () => {
    const { get } = await startServe([], async () => Promise.reject(new Error('overloaded')));
    expect(await (await get('/uptime')).text()).toBe('others');
  });
});

describe('a page that is not published yet', () => {
  test('is requested once for all readers who wait', async () => {
    const requests: string[] = [];
    const { get, library } = await startServe([], async (key) => void requests.push(key));
    const reading = Promise.all([get('/uptime'), get('/uptime?utm_source=x'), get('/uptime')]);
    while (requests.length === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    library.publish(await entryOf('/uptime', 'current'));
    const texts = await Promise.all((await reading).map((response) => response.text()));
    expect([texts, requests]).toEqual([[LONG, LONG, LONG], ['/uptime']]);
  });

  test('and one that is too old is renewed for its reader', async () => {
    const requests: string[] = [];
    const { get, library, clock } = await startServe(
      [await entryOf('/uptime', 'current')],
      async (key) => void requests.push(key),
    );
    clock.set(T + 30_000);
    await get('/uptime');
    expect(requests).toEqual([]);
    clock.set(T + 30_001);
    const reading = get('/uptime');
    while (requests.length === 0) await new Promise(setImmediate);
    const next = await entryOf('/uptime', 'current', { generatedAt: T + 30_001 });
    library.publish({ ...next, normal: await bytesOf(Buffer.from('renewed'), 'text/html') });
    expect(await (await reading).text()).toBe('renewed');
  });
});

test('while readers wait for 200 pages, a further page is rendered for its reader only', async () => {
  let requests = 0;
  const { get } = await startServe([], async () => {
    requests++;
    await new Promise(() => undefined);
  });
  const waiting = Array.from({ length: 200 }, (_, n) => get(`/history?page=${n + 1}`).catch(() => null)); // cut off in the end
  await expect.poll(() => requests).toBe(200);
  expect(await (await get('/history?page=201')).text()).toBe('others');
  await stop();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([null]));
  stop = async () => undefined;
});

test('while the database does not answer, no reader waits for it', async () => {
  const asked: string[] = [];
  const { get, clock } = await startServe(
    [await entryOf('/uptime', 'current')],
    async (key) => {
      asked.push(key);
      await new Promise(() => undefined);
    },
    () => false,
  );
  clock.set(T + 60_000);
  expect(await (await get('/uptime')).text()).toBe(LONG);
  clock.set(T + 90_000);
  expect(await (await get('/uptime')).text()).toBe(`stale ${LONG}`);
  const absent = await get('/api/v1/uptime');
  expect([absent.status, absent.headers.get('x-content-type-options'), await absent.json()]).toEqual([
    503,
    'nosniff',
    expect.objectContaining({ type: '/problems/database-unavailable' }),
  ]);
  expect(asked).toEqual([]);
});

test.each([
  ['br', 'br'],
  ['gzip, deflate, br;q=0.5', 'br'],
  ['gzip, br;q=0', 'gzip'],
  ['gzip;q=0, br;q=0.0', 'identity'],
  ['GZIP', 'gzip'],
  ['', 'identity'],
  ['deflate', 'identity'],
  ['brotli', 'identity'],
])('Accept-Encoding "%s" is answered with %s', (accepted, encoding) => expect(encodingOf(accepted)).toBe(encoding));
