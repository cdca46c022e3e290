import { createServer } from 'node:https';
import net, { type AddressInfo, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRIVATE_HOSTS } from '#server/test/private-hosts';
import { startReceiver } from '#server/test/receiver';
import { createSafeFetch } from './safe-fetch.ts';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const post = (url: string, options: Parameters<typeof createSafeFetch>[0] = {}) =>
  createSafeFetch({ timeoutMs: 5_000, ...options }).post({ url, body: '{}' });

describe('an address outside the public network', () => {
  test.each(PRIVATE_HOSTS)('https://%s/ is not called', async (host) => {
    for (const port of ['', ':8443', ':4430'])
      expect(await post(`https://${host}${port}/`)).toEqual({ kind: 'blocked' });
  });

  /** Answers lookups like a malicious name server. */
  const resolving = (...answers: string[][]) => {
    const asked: string[] = [];
    const lookup = ((hostname, options, done) => {
      const found = (answers[asked.length] ?? []).map((address) => ({ address, family: net.isIPv6(address) ? 6 : 4 }));
      asked.push(hostname);
      if (options.all) done(null, found);
      else done(null, found[0]?.address ?? '', found[0]?.family);
    }) as LookupFunction;
    return { lookup, asked };
  };

  test.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['::7f00:1'],
    ['fd00:ec2::254'],
    ['64:ff9b::a9fe:a9fe'],
  ])('is not called through a name that resolves to %s, even as one of several answers', async (address) => {
    for (const answer of [[address], ['1.1.1.1', address], [address, '1.1.1.1']])
      expect(await post('https://hooks.example/', { lookup: resolving(answer).lookup })).toEqual({ kind: 'blocked' });
  });

  test('is not called through a name that changed: each call resolves once and connects to that address', async () => {
    const names = resolving([], ['127.0.0.1'], ['10.0.0.1']);
    const out = createSafeFetch({ timeoutMs: 5_000, lookup: names.lookup });
    const kinds = [];
    for (const _ of [1, 2, 3]) kinds.push((await out.post({ url: 'https://hooks.example/', body: '{}' })).kind);
    expect(kinds.slice(1)).toEqual(['blocked', 'blocked']);
    expect(names.asked).toHaveLength(3);
  });

  test.each(['localhost', 'localhost.', 'metadata.google.internal'])('is not called as %s', async (host) => {
    expect(['blocked', 'unreachable']).toContain((await post(`https://${host}/`)).kind);
  });
});

describe('an invalid URL', () => {
  test.each([
    'http://hooks.example/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_x',
    'ftp://hooks.example/',
    'data:text/plain,x',
    'http://ok@127.0.0.1/',
    'https://user:password@hooks.example/',
    'https://hooks.example/#part',
    'https://hooks.example:22/',
    'https://hooks.example:25/',
    'https://hooks.example:5432/',
    'hooks.example',
    `https://hooks.example/${'x'.repeat(2_048)}`,
  ])('%s is neither accepted nor called', async (url) => {
    expect(createSafeFetch().faultOf(url)).toMatch(/\w/);
    expect(await post(url)).toEqual({ kind: 'blocked' });
  });

  test('differs from a valid one', () => {
    for (const url of ['https://hooks.example/', 'https://hooks.example:8443/a?b=c', 'https://hooks.example:9443/'])
      expect(createSafeFetch().faultOf(url)).toBeNull();
  });
});

describe('a receiver', () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  const call = (timeoutMs = 5_000) => post(`${receiver.url}/hook`, { allow: LOOPBACK, timeoutMs });

  test('on this machine is called only if the operator allows it', async () => {
    expect(await call()).toEqual({ kind: 'answered', status: 200, retryAfterMs: null, excerpt: 'ok' });
    expect(receiver.got).toMatchObject([{ path: '/hook', headers: { 'user-agent': 'Candor-Webhooks/1' } }]);
    expect(await post(`${receiver.url}/hook`)).toEqual({ kind: 'blocked' });
    expect(await post(`${receiver.url.replace('127.0.0.1', 'localhost')}/hook`, { allow: LOOPBACK })).toEqual({
      kind: 'blocked',
    });
    expect(receiver.got).toHaveLength(1);
  });

  test('that redirects is not followed', async () => {
    receiver.answer('redirecting');
    expect(await call()).toEqual({ kind: 'answered', status: 302, retryAfterMs: null, excerpt: '' });
    expect(receiver.got.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });

  test('that never answers times out, and one that never ends is not read', async () => {
    receiver.answer('slow');
    expect(await call(200)).toEqual({ kind: 'timed_out' });
    receiver.answer('huge');
    expect(await call()).toEqual({ kind: 'answered', status: 200, retryAfterMs: null, excerpt: 'x'.repeat(500) });
  });

  test('without TLS, with an untrusted certificate, or that does not exist, is unreachable', async () => {
    expect(await post(receiver.url.replace('http:', 'https:'), { allow: LOOPBACK })).toEqual({ kind: 'unreachable' });
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo; // it listens on TCP
    expect(await post(`https://127.0.0.1:${port}/`, { allow: LOOPBACK })).toEqual({ kind: 'unreachable' });
    await new Promise((resolve) => free.close(resolve));
    expect(await post(`http://127.0.0.1:${port}/`, { allow: LOOPBACK })).toEqual({ kind: 'unreachable' });
  });

  test('gets a limited amount of data', async () => {
    const out = createSafeFetch({ allow: LOOPBACK });
    expect(await out.post({ url: receiver.url, body: 'x'.repeat(250_001) })).toEqual({ kind: 'blocked' });
  });
});
