import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { retireInstance } from '#server/catalog/verbs/retire-instance';
import { manualClock } from '#server/clock';
import { createEvaluator, type Evaluate } from '#server/evaluation/evaluate';
import { createAuthenticator } from '#server/identity/tokens/authenticate';
import { listTokens } from '#server/identity/tokens/reads/list-tokens';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { revokeToken } from '#server/identity/tokens/verbs/revoke-token';
import { systemSummary } from '#server/site/summary';
import { componentIntervals } from '#server/sla/component-record';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { createDeliveryWatch } from './delivery-watch.ts';

const world = testWorld(undefined, AS_IN_PRODUCTION);
let probes: Awaited<ReturnType<typeof startProbes>>;
let evaluate: Evaluate;
beforeAll(async () => {
  evaluate = createEvaluator(world.ctx);
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());

const at = (ms: number) => new Date(T0 + ms).toISOString();
const statuses = async (to: number) =>
  (await componentIntervals(world.ctx, { component: 'serving', from: T0, to: T0 + to })).intervals.map((i) => [
    Date.parse(i.from) - T0,
    i.status,
  ]);

describe('a fault of our own changes no status', () => {
  test('does not evaluate past the arrival of waiting or refused deliveries; the retry fills the time', async () => {
    for (let ms = 0; ms <= 60_000; ms += 10_000) await probes.post('agent-a', [aProbe({ observedAt: at(ms) })]);
    world.clock.set(T0 + 60_001);
    await evaluate(probes.watch.watermark(world.clock.now()));
    const { id } = await world.ctx.prisma.source.findUniqueOrThrow({ where: { name: 'agent-a' } });
    probes.watch.begin(T0 + 70_001, id).failed('other');
    world.clock.set(T0 + 200_000);
    await evaluate(probes.watch.watermark(world.clock.now()));
    expect(await statuses(200_000)).toEqual([[0, 'operational']]);
    for (let ms = 70_000; ms <= 190_000; ms += 10_000) await probes.post('agent-a', [aProbe({ observedAt: at(ms) })]);
    expect(probes.watch.watermark(world.clock.now())).toBe(T0 + 200_000);
    await evaluate(probes.watch.watermark(world.clock.now()));
    expect(await statuses(200_000)).toEqual([[0, 'operational']]);
  });

  test('the record is that of the probes after a clock ran ahead and was set back', async () => {
    await evaluate(T0 + 3_600_000);
    expect((await statuses(3_600_000)).at(-1)).toEqual([220_000, 'unknown']);
    await evaluate(T0 + 201_000);
    expect(await statuses(3_600_000)).toEqual([[0, 'operational']]);
    for (let ms = 200_000; ms <= 300_000; ms += 10_000) {
      world.clock.set(T0 + ms + 500);
      await probes.post('agent-a', [aProbe({ observedAt: at(ms) })]);
      await evaluate(world.clock.now());
    }
    expect(await statuses(3_600_000)).toEqual([[0, 'operational']]);
  });

  test('a page whose data is older than 90 seconds is unknown, not green', async () => {
    world.clock.set(T0 + 301_000);
    expect((await systemSummary(world.ctx)).components[0]?.status).toBe('operational');
    world.clock.set(T0 + 300_000 + 90_001);
    expect((await systemSummary(world.ctx)).overall).toBe('unknown');
  });

  test('a fleet that is silent while its source still reports is down, not grey', async () => {
    const begin = T0 + 1_000_000;
    const quiet = begin + 60_000;
    for (let ms = begin; ms <= begin + 300_000; ms += 10_000) {
      world.clock.set(ms + 500);
      const observedAt = new Date(ms).toISOString();
      const other = aProbe({ component: 'analytics', instance: 'a1', observedAt });
      await probes.post('agent-fleet', ms < quiet ? [aProbe({ instance: 'f1', observedAt }), other] : [other]);
    }
    await evaluate(world.clock.now());
    const { components } = await systemSummary(world.ctx);
    expect(components.map((c) => c.status)).toEqual(['major_outage', 'operational']);
  });

  test('ingest continues while all connections of the pages are busy', async () => {
    const sleeping = Array.from({ length: 10 }, () => world.ctx.web.query('SELECT pg_sleep(1)'));
    const answer = await probes.post('agent-a', [aProbe({ observedAt: at(301_000) })]);
    expect([answer.status, world.ctx.web.idleCount]).toEqual([202, 0]);
    await Promise.all(sleeping);
  });
});

describe('an operator', () => {
  test('retires an instance for all its sources, without proof that they are alive', async () => {
    world.clock.set(T0 + 310_000);
    expect(await retireInstance(as(world.ctx, ADA), { component: 'serving', instance: 'srv-0001' })).toEqual({
      sources: 1,
    });
    await evaluate(T0 + 320_000);
    expect((await statuses(320_000)).at(-1)).toEqual([310_000, 'not_monitored']);
    await expect(
      retireInstance(as(world.ctx, ADA), { component: 'serving', instance: 'nobody' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('rotates a key with two active keys and revokes the old one; an expired key is refused', async () => {
    const clock = manualClock(T0);
    const ctx = as({ ...world.ctx, clock }, ADA);
    const { authenticate } = createAuthenticator(world.ctx.web, clock);
    const [old, fresh] = [
      await createToken(ctx, { scopes: ['probes:write'], source: 'rotating' }),
      await createToken(ctx, { scopes: ['probes:write'], source: 'rotating', expiresInDays: 1 }),
    ];
    expect((await authenticate(old.text)).sourceName).toBe('rotating');
    expect((await authenticate(fresh.text)).sourceName).toBe('rotating');
    await revokeToken(ctx, String(old.id));
    clock.set(T0 + 2_001);
    await expect(authenticate(old.text)).rejects.toMatchObject({ code: 'unauthenticated' });
    clock.set(T0 + 86_400_000);
    await expect(authenticate(fresh.text)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(revokeToken(ctx, String(old.id))).rejects.toMatchObject({ code: 'not_found' });
    const listed = JSON.stringify(await listTokens(ctx));
    expect([listed.includes('rotating'), listed.includes(fresh.text.slice(-20))]).toEqual([true, false]);
    await expect(createToken(ctx, { scopes: ['admin' as 'probes:write'], source: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('a sender without a valid token', () => {
  test('cannot hold evaluation back while the database is unavailable; a known source can', async () => {
    let isAway = false;
    const ingest = new Proxy(world.ctx.ingest, {
      get: (pool, key) => {
        if (isAway && (key === 'query' || key === 'connect'))
          return () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
        const value = Reflect.get(pool, key);
        return typeof value === 'function' ? value.bind(pool) : value;
      },
    });
    const own = await startProbes({ ...world.ctx, ingest });
    const now = world.clock.now();
    const probe = aProbe({ observedAt: new Date(now).toISOString() });
    expect((await own.post('known', [probe])).status).toBe(202);
    isAway = true;
    world.clock.set(now + 3_000); // what was read of tokens is no longer fresh
    const body = JSON.stringify({ source: 'known', probes: [probe] });
    expect((await own.send(body, { authorization: `Bearer cnd_0123456789_${'a'.repeat(43)}` })).status).toBe(503);
    expect(own.watch.watermark(now + 9_000)).toBe(now + 9_000);
    expect((await own.send(body, { authorization: `Bearer ${await own.tokenFor('known')}` })).status).toBe(503);
    expect(own.watch.watermark(now + 9_000)).toBe(now + 3_000);
    await own.stop();
  });

  test('cannot block others with slow bodies, nor can one valid token', async () => {
    const authorization = `Bearer ${await probes.tokenFor('slow')}`;
    const requests: http.ClientRequest[] = [];
    const beginSlow = () => {
      const request = http.request(`${probes.url}/api/v1/probes`, { method: 'POST', headers: { authorization } });
      request.on('error', () => undefined); // cut off below
      request.write('{');
      requests.push(request);
    };
    for (let i = 0; i < 20; i++) beginSlow();
    const observedAt = new Date(world.clock.now()).toISOString();
    const post = async () => {
      beginSlow(); // an earlier one may have been refused because of this request
      expect((await probes.post('slow', [aProbe({ observedAt })])).status).toBe(503);
    };
    await vi.waitFor(post, { timeout: 5_000 });
    expect((await probes.post('other', [aProbe({ observedAt })])).status).toBe(202);
    for (const request of requests) request.destroy();
    await vi.waitFor(async () => expect((await probes.post('slow', [aProbe({ observedAt })])).status).toBe(202), {
      timeout: 5_000,
    });
  });
});

describe('the delivery watch', () => {
  test('is not held by old probes', () => {
    const watch = createDeliveryWatch(manualClock(T0));
    const delivery = watch.begin(T0, 1);
    expect(watch.watermark(T0 + 1)).toBe(T0);
    delivery.late();
    expect(watch.watermark(T0 + 1)).toBe(T0 + 1);
    delivery.failed('other');
    expect(watch.watermark(T0 + 1)).toBe(T0 + 1);
  });

  test('stops waiting for a source that does not return', () => {
    const clock = manualClock(T0);
    const watch = createDeliveryWatch(clock);
    watch.expect([7], T0 - 1_000, 45_000);
    expect(watch.watermark(T0)).toBe(T0 - 1_000);
    clock.set(T0 + 45_001);
    expect(watch.watermark(T0 + 45_001)).toBe(T0 + 45_001);
  });
});
