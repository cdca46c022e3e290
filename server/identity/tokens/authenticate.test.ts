import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '#server/clock';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { revokeToken } from '#server/identity/tokens/verbs/revoke-token';
import { testWorld } from '#server/test/database';
import { failingPool, interceptedPool, sqlError } from '#server/test/faults';
import { ADA, as } from '#server/test/people';
import { bearerOf, createAuthenticator } from './authenticate.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const DAY_MS = 86_400_000;
const world = testWorld(T0);
const ada = () => as(world.ctx, ADA);
let clock = manualClock(T0);
let lookups = 0;
let isAway = false;

/** Returns the pool of the world, which counts lookups and fails while `isAway`. */
function countedPool(): pg.Pool {
  return failingPool(world.ctx.web, () => {
    lookups++;
    return isAway ? sqlError('57P03') : null;
  });
}

const anAuthenticator = (pool = countedPool()) => createAuthenticator(pool, clock);
const aToken = (input: Partial<Parameters<typeof createToken>[1]> = {}) =>
  createToken(ada(), { scopes: ['incidents:read'], name: 'desk', ...input });
/** A token that has the shape of one, with a prefix of its own. */
const madeUp = (n: number) => `cnd_${String(n).padStart(10, '0')}_${'A'.repeat(43)}`;
const REFUSED = { code: 'unauthenticated', message: expect.stringMatching(/^Token is missing, invalid, revoked or/) };

beforeEach(() => {
  clock = manualClock(T0);
  lookups = 0;
});
afterEach(() => {
  isAway = false;
});

describe('a token', () => {
  test('is found with its scopes, without a source if it acts as staff', async () => {
    const { id, text } = await aToken({ scopes: ['incidents:read', 'audit:read'] });
    expect(await anAuthenticator().authenticate(text)).toEqual({
      tokenId: id,
      prefix: text.split('_')[1],
      scopes: ['incidents:read', 'audit:read'],
      sourceId: null,
      sourceName: null,
      sourceKind: null,
      heartbeat: null,
      alerts: null,
    });
  });

  test('for pings is found with the instance of its heartbeat, and any with how alerts of its source are read', async () => {
    const { id: componentId } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'serving' } });
    const createdAt = new Date(T0);
    const spans = { intervalMs: 60_000, graceMs: 30_000, silentAfterMs: 90_000 };
    const heartbeat = { name: 'nightly', kind: 'heartbeat', instance: 'job', componentId, ...spans, createdAt };
    await world.ctx.prisma.source.create({ data: heartbeat });
    const alerts = { repeatWithinMs: 300_000, severities: { critical: 'down' } };
    await world.ctx.prisma.source.create({ data: { name: 'edge', kind: 'edge', ...alerts, createdAt } });
    const senderOf = async (scope: 'probes:ping' | 'probes:write', source: string) =>
      anAuthenticator().authenticate((await aToken({ scopes: [scope], source })).text);
    expect(await senderOf('probes:ping', 'nightly')).toMatchObject({
      sourceName: 'nightly',
      sourceKind: 'heartbeat',
      heartbeat: { componentId, instance: 'job' },
      alerts: { repeatWithinMs: 43_200_000, severities: {} },
    });
    expect(await senderOf('probes:write', 'edge')).toMatchObject({ sourceKind: 'edge', heartbeat: null, alerts });
  });

  test.each([
    ['a missing one', ''],
    ['another shape', 'cnd_0123456789_short'],
    ['an unknown one', madeUp(1)],
  ])('is refused: %s', async (_, text) => {
    await expect(anAuthenticator().authenticate(text)).rejects.toMatchObject(REFUSED);
  });

  test('is refused with the prefix of a valid one and another secret, and then not cached as unknown', async () => {
    const { text } = await aToken();
    const { authenticate } = anAuthenticator();
    const other = `${text.slice(0, -43)}${'A'.repeat(43)}`;
    await expect(authenticate(other)).rejects.toMatchObject(REFUSED);
    expect((await authenticate(text)).prefix).toBe(text.split('_')[1]);
    expect(lookups).toBe(1);
  });

  test('is refused from the moment it expires, also while it is cached', async () => {
    const { text } = await aToken({ expiresInDays: 2 });
    const { authenticate } = anAuthenticator();
    clock.set(T0 + 2 * DAY_MS - 1);
    await authenticate(text);
    clock.set(T0 + 2 * DAY_MS);
    await expect(authenticate(text)).rejects.toMatchObject(REFUSED);
    expect(lookups).toBe(1);
  });

  test('is accepted for two seconds after it was revoked where it is cached, and elsewhere not at all', async () => {
    const { id, text } = await aToken();
    const { authenticate } = anAuthenticator();
    await authenticate(text);
    await revokeToken(ada(), String(id));
    await expect(anAuthenticator().authenticate(text)).rejects.toMatchObject(REFUSED);
    clock.set(T0 + 1_999);
    await authenticate(text);
    clock.set(T0 + 2_000);
    await expect(authenticate(text)).rejects.toMatchObject(REFUSED);
  });
});

describe('looking up tokens', () => {
  test('is done once in two seconds for an unknown one, so that a new token is found after that', async () => {
    const { authenticate } = anAuthenticator();
    for (let i = 0; i < 3; i++) await expect(authenticate(madeUp(2))).rejects.toMatchObject(REFUSED);
    expect(lookups).toBe(1);
    clock.set(T0 + 2_000);
    await expect(authenticate(madeUp(2))).rejects.toMatchObject(REFUSED);
    expect(lookups).toBe(2);
  });

  test('is limited to a hundred at the same time, and free again after they failed', async () => {
    const waiting: ((result: { rows: [] }) => void)[] = [];
    const slow = { query: () => new Promise((resolve) => waiting.push(resolve)) } as unknown as pg.Pool; // all that is used of it
    const { authenticate } = createAuthenticator(slow, clock);
    const asked = Array.from({ length: 100 }, (_, i) => authenticate(madeUp(i)).catch((error) => error.code));
    await expect(authenticate(madeUp(100))).rejects.toMatchObject({ code: 'overloaded' });
    for (const answer of waiting) answer({ rows: [] });
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['unauthenticated']));
    isAway = true;
    const failing = anAuthenticator();
    for (let i = 0; i < 101; i++)
      await expect(failing.authenticate(madeUp(i))).rejects.toMatchObject({ code: '57P03' });
  });

  test('remembers at most ten thousand unknown ones', async () => {
    let asked = 0;
    const empty = { query: async () => ({ rows: [], count: asked++ }) } as unknown as pg.Pool; // all that is used of it
    const { authenticate } = createAuthenticator(empty, clock);
    const ask = (n: number) => authenticate(madeUp(n)).catch(() => undefined);
    for (let n = 0; n < 10_000; n++) await ask(n);
    await ask(0);
    expect(asked).toBe(10_000);
    await ask(10_000);
    await ask(0);
    expect(asked).toBe(10_002);
  });
});

describe('a known token while the database is unavailable', () => {
  const LIMIT_MS = 600_000;

  test('is accepted for 24 hours, unless it expires earlier; an unknown one fails', async () => {
    const [{ text }, expiring] = [await aToken(), await aToken({ expiresInDays: 1 })];
    const { authenticate, authenticateOrRecall, knownSourceOf } = anAuthenticator();
    await expect(authenticate(madeUp(1))).rejects.toMatchObject(REFUSED);
    clock.set(T0 + 1);
    const sender = await authenticateOrRecall(text, LIMIT_MS);
    await authenticate(expiring.text);
    isAway = true;
    const other = `${text.slice(0, -43)}${'A'.repeat(43)}`;
    await expect(authenticateOrRecall(other, LIMIT_MS)).rejects.toMatchObject(REFUSED);
    clock.set(T0 + 2_001);
    await expect(authenticateOrRecall(other, LIMIT_MS)).rejects.toMatchObject({ code: '57P03' });
    clock.set(T0 + DAY_MS - 1);
    expect(await authenticateOrRecall(text, LIMIT_MS)).toEqual(sender);
    expect((await authenticateOrRecall(expiring.text, LIMIT_MS)).tokenId).toBe(expiring.id);
    await expect(authenticateOrRecall(madeUp(3), LIMIT_MS)).rejects.toMatchObject({ code: '57P03' });
    clock.set(T0 + DAY_MS + 1);
    expect(await authenticateOrRecall(text, LIMIT_MS)).toEqual(sender);
    await expect(authenticateOrRecall(expiring.text, LIMIT_MS)).rejects.toMatchObject({ code: '57P03' });
    clock.set(T0 + DAY_MS + 2);
    await expect(authenticateOrRecall(text, LIMIT_MS)).rejects.toMatchObject({ code: '57P03' });
    expect([knownSourceOf(text), knownSourceOf('')]).toEqual([null, null]);
  });

  test('is accepted after the time limit, and then without waiting until the database answers', async () => {
    const { text } = await aToken();
    let answer: Promise<void> | null = null;
    const pool = interceptedPool(world.ctx.web, async (_, run) => {
      lookups++;
      await answer;
      return run();
    });
    const { authenticateOrRecall } = anAuthenticator(pool);
    const sender = await authenticateOrRecall(text, LIMIT_MS);
    const hanging = Promise.withResolvers<void>();
    answer = hanging.promise;
    clock.set(T0 + 2_000);
    expect(await authenticateOrRecall(text, 1)).toEqual(sender);
    expect(await authenticateOrRecall(text, LIMIT_MS)).toEqual(sender);
    expect(lookups).toBe(2);
    hanging.resolve();
    answer = null;
    await expect.poll(() => authenticateOrRecall(text, LIMIT_MS).then(() => lookups)).toBe(2);
  });

  test('is refused by the next request once the database answers that it was revoked', async () => {
    const { id, text } = await aToken();
    const { authenticateOrRecall, known } = anAuthenticator();
    await authenticateOrRecall(text, LIMIT_MS);
    isAway = true;
    clock.set(T0 + 2_000);
    await authenticateOrRecall(text, LIMIT_MS);
    await revokeToken(ada(), String(id));
    isAway = false;
    await authenticateOrRecall(text, LIMIT_MS).catch(() => undefined);
    await expect.poll(() => known(10)).toEqual([]);
    await expect(authenticateOrRecall(text, LIMIT_MS)).rejects.toMatchObject(REFUSED);
  });

  test('is known to another process that is given it, which asks the database as soon as it can', async () => {
    const { id, text } = await aToken();
    const first = anAuthenticator();
    const before = first.revision();
    const sender = await first.authenticate(text);
    expect(first.revision()).toBeGreaterThan(before);
    isAway = true;
    const second = createAuthenticator(countedPool(), clock, first.known(10));
    expect(await second.authenticateOrRecall(text, LIMIT_MS)).toEqual(sender);
    expect(first.known(0)).toEqual([]);
    await revokeToken(ada(), String(id));
    isAway = false;
    await expect(second.authenticate(text)).rejects.toMatchObject(REFUSED);
  });
});

test.each([
  ['Bearer abc', 'abc'],
  ['bearer   abc', 'abc'],
  ['Basic abc', ''],
  ['Bearer', ''],
  ['Bearer a b', ''],
  ['xBearer abc', ''],
  [undefined, ''],
])('the header %j has the token %j', (header, token) => {
  expect(bearerOf(header)).toBe(token);
});
