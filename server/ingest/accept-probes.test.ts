import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { aProbe, startProbes, T0 } from '#server/test/probes';

const world = testWorld(undefined, AS_IN_PRODUCTION);
let probes: Awaited<ReturnType<typeof startProbes>>;
beforeAll(async () => {
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());

const at = (ms: number) => new Date(T0 + ms).toISOString();
const stored = async (instance: string) =>
  (
    await world.ctx.web.query(
      `SELECT o.observed_at, o.health, o.data_age_ms, o.latency_us, o.received_after_s FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id
       WHERE i.name = $1 ORDER BY o.observed_at`,
      [instance],
    )
  ).rows;

describe('POST /api/v1/probes', () => {
  test('stores admitted probes, returns their number, and sends its own clock as Date', async () => {
    world.clock.set(T0 + 3_000);
    const answer = await probes.post('agent-a', [
      aProbe({ instance: 'a1', latencyMs: 1.5, dataAgeSeconds: 0.0005, region: 'us-east-1' }),
    ]);
    expect([answer.status, answer.body]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
    expect(answer.headers.get('date')).toBe(new Date(T0 + 3_000).toUTCString());
    expect(await stored('a1')).toEqual([
      { observed_at: new Date(T0), health: 2, data_age_ms: 1, latency_us: 1500, received_after_s: 3 },
    ]);
    expect((await world.ctx.web.query('SELECT from_at FROM dirty_range')).rowCount).toBe(1);
  });

  test('counts a repeat as duplicate and stores the worse of each field, in any order and within one batch', async () => {
    const [good, bad] = [
      aProbe({ instance: 'd1', dataAgeSeconds: 1, latencyMs: 9 }),
      aProbe({ instance: 'd1', health: 'down', dataAgeSeconds: null, latencyMs: 2 }),
    ];
    expect((await probes.post('agent-a', [good])).body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await probes.post('agent-a', [bad, good])).body).toMatchObject({ accepted: 0, duplicates: 2 });
    const other = (p: typeof good) => ({ ...p, instance: 'd2' });
    expect((await probes.post('agent-a', [other(bad), other(good)])).body).toMatchObject({
      accepted: 1,
      duplicates: 1,
    });
    const worst = [{ health: 4, data_age_ms: 1000, latency_us: 9000 }];
    expect(await stored('d1')).toMatchObject(worst);
    expect(await stored('d2')).toMatchObject(worst);
  });

  test('accepts offsets and floors instants to the millisecond', async () => {
    await probes.post('agent-a', [aProbe({ instance: 'o1', observedAt: '2022-03-30T14:00:00.9999+02:00' })]);
    expect((await stored('o1'))[0].observed_at).toEqual(new Date(T0 + 999));
  });

  test('checks each probe on its own: too old, in the future, unknown component, invalid', async () => {
    world.clock.set(T0);
    const answer = await probes.post('agent-a', [
      aProbe({ observedAt: at(-48 * 3_600_000 - 1) }),
      aProbe({ observedAt: at(60_001) }),
      aProbe({ component: 'nothing' }),
      { ...aProbe(), health: 'fine' },
      aProbe({ observedAt: '2022-02-30T00:00:00Z' }),
      aProbe({ instance: 'edge', observedAt: at(-48 * 3_600_000) }),
      aProbe({ instance: 'edge', observedAt: at(60_000) }),
      { ...aProbe(), dataAgeSeconds: -1 },
      null,
      aProbe({ instance: '\ud800' }),
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body.accepted).toBe(2);
    expect((answer.body.rejected as { index: number; code: string }[]).map((r) => [r.index, r.code])).toEqual([
      [0, 'too_old'],
      [1, 'in_future'],
      [2, 'unknown_component'],
      [3, 'invalid'],
      [4, 'invalid'],
      [7, 'invalid'],
      [8, 'invalid'],
      [9, 'invalid'],
    ]);
  });

  test('accepts older probes from a token with the scope probes:backfill', async () => {
    const old = aProbe({ instance: 'b1', observedAt: '2021-01-01T00:00:00Z' });
    expect((await probes.post('agent-b', [old], ['probes:backfill'])).body).toMatchObject({
      accepted: 1,
      rejected: [],
    });
  });

  test('a token can write only its own source; a missing, wrong or revoked token nothing', async () => {
    const authorization = `Bearer ${await probes.tokenFor('agent-a')}`;
    const body = JSON.stringify({ source: 'agent-b', probes: [aProbe()] });
    expect((await probes.send(body, { authorization })).status).toBe(403);
    expect((await probes.send(body, {})).body.type).toBe('/problems/unauthenticated');
    expect((await probes.send(body, { authorization: `${authorization.slice(0, -1)}_` })).status).toBe(401);
    expect((await probes.send(body, { authorization: 'Bearer cnd_0000000000_x' })).status).toBe(401);
    expect(
      (
        await probes.send(body.replace('agent-b', 'agent-a'), {
          authorization: authorization.replace('Bearer', 'bearer'),
        })
      ).status,
    ).toBe(202);
  });

  test('inflates gzip; a body that is too large, malformed or of another encoding is a problem with a stable type', async () => {
    const authorization = `Bearer ${await probes.tokenFor('agent-a')}`;
    const send = (body: BodyInit, encoding?: string) =>
      probes.send(body, { authorization, ...(encoding ? { 'content-encoding': encoding } : {}) });
    const batch = JSON.stringify({ source: 'agent-a', probes: [aProbe({ instance: 'z1' })] });
    expect((await send(gzipSync(batch), 'gzip')).body).toMatchObject({ accepted: 1 });
    expect((await send(gzipSync(Buffer.alloc(21 * 1024 * 1024, 32)), 'gzip')).body.type).toBe(
      '/problems/body-too-large',
    );
    expect((await send(Buffer.alloc(4 * 1024 * 1024 + 1, 32))).status).toBe(413);
    expect((await send('{')).body.type).toBe('/problems/malformed-body');
    expect((await send('x', 'gzip')).status).toBe(400);
    expect((await send(batch, 'br')).status).toBe(415);
    expect((await send('['.repeat(1_000_000))).status).toBe(413);
    expect((await send('['.repeat(1_000))).status).toBe(400);
    expect((await send(gzipSync(`[${'[],'.repeat(6_000_000)}[]]`), 'gzip')).status).toBe(413);
    expect((await send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).status).toBe(422);
    expect((await send(JSON.stringify({ source: 'agent-a', probes: Array(5_001).fill(aProbe()) }))).body.type).toBe(
      '/problems/too-many-probes',
    );
    expect((await fetch(`${probes.url}/api/v1/probes`)).status).toBe(405);
  });

  test('stores batches that arrive together, some with the same keys, exactly once', async () => {
    const batch = (n: number) =>
      Array.from({ length: 200 }, (_, i) => aProbe({ instance: `c${i}`, observedAt: at((n % 5) * 1_000) }));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => probes.post(`agent-${n % 2 ? 'x' : 'y'}`, batch(n))),
    );
    expect(answers.map((a) => a.status)).toEqual(Array(20).fill(202));
    const sums = answers.reduce(
      (sum, { body }) => [sum[0] + (body.accepted as number), sum[1] + (body.duplicates as number)] as [number, number],
      [0, 0] as [number, number],
    );
    const { rows } = await world.ctx.web.query(
      "SELECT count(*)::int AS n FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id WHERE i.name ~ '^c[0-9]+$'",
    );
    expect([rows[0].n, sums[0] + sums[1]]).toEqual([sums[0], 4_000]);
  });
});
