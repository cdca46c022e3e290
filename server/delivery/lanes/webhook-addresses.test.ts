import { createServer as createHttpServer } from 'node:http';
import net, { type AddressInfo, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { testWorld } from '#server/test/database';
import { plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { PRIVATE_HOSTS } from '#server/test/private-hosts';
import { createLanes } from './create-lanes.ts';

const world = testWorld();
/** A server on this machine that no webhook may reach. */
const secret = net.createServer((socket) => {
  connections += 1;
  socket.destroy();
});
let connections = 0;
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => secret.listen(0, resolve)); // on all addresses, also those of IPv6
  port = (secret.address() as AddressInfo).port; // it listens on TCP
});
afterAll(() => new Promise((resolve) => secret.close(resolve)));
beforeEach(async () => {
  connections = 0;
  await world.ctx.prisma.delivery.deleteMany();
  await world.ctx.prisma.subscriber.deleteMany();
});

/** Delivers an event to webhooks through the lanes, with the client that they use in operation. Returns the outcome by address. */
async function deliver(addresses: readonly string[], options: Parameters<typeof createSafeFetch>[0] = {}) {
  const safeFetch = createSafeFetch({ timeoutMs: 600_000, ...options });
  onTestFinished(safeFetch.close);
  const planted = await plantSubscribers(world, addresses);
  await plantDeliveries(
    world,
    'webhook',
    planted.map(({ id }) => id),
  );
  await createLanes({ ...world.ctx, safeFetch }).webhook.run();
  const rows = await world.ctx.prisma.delivery.findMany({
    include: { subscriber: true },
    orderBy: { subscriberId: 'asc' },
  });
  return rows.map(({ subscriber, outcome }) => [subscriber?.address, outcome]);
}

/** Answers lookups of a name with these lists of addresses, one after the other. */
function resolving(...answers: string[][]) {
  const asked: string[] = [];
  const lookup = ((hostname, options, done) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    const found = answer.map((address) => ({ address, family: net.isIPv6(address) ? 6 : 4 }));
    asked.push(hostname);
    if (options.all) done(null, found);
    else done(null, found[0]?.address ?? '', found[0]?.family);
  }) as LookupFunction;
  return { lookup, asked };
}

test('a webhook at an address outside the public network is not called, whatever the notation', async () => {
  const addresses = PRIVATE_HOSTS.map((host) => `https://${host}:${port}/hook`);
  expect(await deliver(addresses)).toEqual(addresses.map((address) => [address, 'blocked']));
  expect(connections).toBe(0);
  await deliver([`http://127.0.0.1:${port}/hook`], { allow: ['127.0.0.0/8'] });
  expect(connections).toBe(1); // so a call would have been noticed
});

test('a webhook whose URL should never have been stored is not called', async () => {
  const addresses = [
    `http://127.0.0.1:${port}/`,
    `http://ok@127.0.0.1:${port}/`,
    `https://ok@127.0.0.1:${port}/`,
    'https://hooks.example:22/',
    'https://127.0.0.1:6379/',
    `gopher://127.0.0.1:${port}/_x`,
    `ftp://127.0.0.1:${port}/`,
    'file:///etc/passwd',
  ];
  expect(await deliver(addresses)).toEqual(addresses.map((address) => [address, 'blocked']));
  expect(connections).toBe(0);
});

test.each([
  ['127.0.0.1'],
  ['10.1.2.3'],
  ['169.254.169.254'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['fd00:ec2::254'],
  ['64:ff9b::a9fe:a9fe'],
])('a webhook whose name resolves to %s is not called, even as one of several addresses', async (address) => {
  for (const answer of [[address], ['1.1.1.1', address], [address, '1.1.1.1']]) {
    const { lookup } = resolving(answer);
    const url = `https://hooks.example:${port}/${answer.indexOf(address)}${answer.length}`;
    expect((await deliver([url], { lookup })).at(-1)).toEqual([url, 'blocked']);
  }
  expect(connections).toBe(0);
});

test('a webhook whose name changes between check and connection is not called at the new address', async () => {
  const names = resolving(['2000::1'], ['127.0.0.1']); // the first one is public, but not assigned to any network
  const url = `https://hooks.example:${port}/changing`;
  const [[, outcome] = []] = await deliver([url], { lookup: names.lookup, timeoutMs: 2_000 });
  expect(['unreachable', 'timed_out']).toContain(outcome);
  expect(names.asked).toEqual(['hooks.example']); // resolved once, so what was checked is what was called
  const [, [, next] = []] = await deliver([`${url}/later`], { lookup: names.lookup });
  expect(next).toBe('blocked');
  expect(connections).toBe(0);
});

test('a webhook that redirects to an address outside the public network is not followed', async () => {
  const targets = [
    ...PRIVATE_HOSTS.flatMap((host) => [`http://${host}:${port}/`, `https://${host}:${port}/`]),
    `http://localhost.:${port}/`,
    `http://ok@127.0.0.1:${port}/`,
    'http://metadata.google.internal/',
    'file:///etc/passwd',
    `gopher://127.0.0.1:${port}/_x`,
    `//127.0.0.1:${port}/`,
  ];
  const got: string[] = [];
  const server = createHttpServer((request, response) => {
    got.push(request.url ?? '');
    const n = Number(request.url?.slice(1));
    response.writeHead([301, 302, 303, 307, 308][n % 5] as number, { location: targets[n] }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  const addresses = targets.map((_, n) => `${origin}/${n}`);
  const outcomes = await deliver(addresses, { allow: ['127.0.0.0/8'] });
  expect(outcomes).toEqual(addresses.map((address) => [address, 'redirected']));
  expect(got.toSorted()).toEqual(targets.map((_, n) => `/${n}`).toSorted());
  expect(connections).toBe(0);
});
