import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvaluator } from '#server/evaluation/evaluate';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { revokeToken } from '#server/identity/tokens/verbs/revoke-token';
import { componentIntervals } from '#server/sla/component-record';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { startProbes, T0 } from '#server/test/probes';

const INTERVAL_MS = 600_000;
const GRACE_MS = 60_000;
const world = testWorld(undefined, AS_IN_PRODUCTION);
let probes: Awaited<ReturnType<typeof startProbes>>;
const lines: string[] = [];
const log = pino(
  { level: 'trace' },
  new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) }),
);

async function keyOf(name: string): Promise<string> {
  const { id: componentId } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'analytics' } });
  const times = { intervalMs: INTERVAL_MS, graceMs: GRACE_MS, silentAfterMs: INTERVAL_MS + GRACE_MS };
  await world.ctx.prisma.source.create({
    data: { name, kind: 'heartbeat', componentId, instance: name, createdAt: new Date(T0), ...times },
  });
  return (await createToken(as(world.ctx, ADA), { scopes: ['probes:ping'], source: name })).text;
}

async function ping(path: string, init: RequestInit = {}) {
  const response = await fetch(`${probes.url}/ping/${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const stored = async (instance: string) =>
  (
    await world.ctx.web.query<{ observed_at: Date; health: number }>(
      'SELECT o.observed_at, o.health FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id WHERE i.name = $1 ORDER BY 1',
      [instance],
    )
  ).rows.map((row) => [row.observed_at.getTime() - T0, row.health === 4 ? 'down' : 'up']);

beforeAll(async () => {
  probes = await startProbes({ ...world.ctx, log });
});
afterAll(() => probes.stop());

describe('/ping/{key}', () => {
  test('answers OK in plain text, never cached, once the ping is durable, for each method', async () => {
    const key = await keyOf('nightly');
    for (const [i, method] of ['GET', 'HEAD', 'POST'].entries()) {
      world.clock.set(T0 + i * 10_000);
      const answer = await ping(key, { method, ...(method === 'POST' ? { body: 'x'.repeat(50_000) } : {}) });
      expect([answer.status, answer.text, answer.headers.get('cache-control')]).toEqual([
        200,
        method === 'HEAD' ? '' : 'OK',
        'no-store',
      ]);
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
    world.clock.set(T0 + 30_000);
    expect((await ping(`${key}/fail?reason=disk`)).text).toBe('OK');
    expect(await stored('nightly')).toEqual([
      [0, 'up'],
      [10_000, 'up'],
      [20_000, 'up'],
      [30_000, 'down'],
    ]);
  });

  // https://healthchecks.io/docs/http_api/ and https://healthchecks.io/docs/signaling_failures/
  test('accepts the signals of healthchecks.io: start and log change nothing, exit status 0 is success, any other is a failure', async () => {
    const key = await keyOf('cron');
    const rid = '?rid=728b3763-ea80-4113-9fc0-f44b4adb3d07';
    const signals = [
      `${key}/start${rid}`,
      `${key}/log`,
      `${key}/`,
      `${key}/0/`,
      `${key}/1`,
      `${key}/start/`,
      `${key}/255${rid}`,
      `${key}/fail/`,
      `${key}/log${rid}`,
    ];
    for (const [i, signal] of signals.entries()) {
      world.clock.set(T0 + i * 10_000);
      const method = ['GET', 'HEAD', 'POST'][i % 3] as string;
      const answer = await ping(signal, { method, ...(method === 'POST' ? { body: 'y'.repeat(200_000) } : {}) });
      expect([signal, answer.status, answer.text]).toEqual([signal, 200, method === 'HEAD' ? '' : 'OK']);
    }
    expect(await stored('cron')).toEqual([
      [20_000, 'up'],
      [30_000, 'up'],
      [40_000, 'down'],
      [60_000, 'down'],
      [70_000, 'down'],
    ]);
    for (const path of [
      `${key}/256`,
      `${key}/999`,
      `${key}/-1`,
      `${key}/1.5`,
      `${key}/0x1`,
      `${key}/START`,
      `${key}/start/fail`,
      `${key}//`,
    ])
      expect([path, (await ping(path)).status]).toEqual([path, 404]);
  });

  test('a job that started and does not end is silent once interval and grace have passed since its last success', async () => {
    const key = await keyOf('hanging');
    const begin = T0 + 30_000_000;
    for (const [ms, path] of [
      [0, key],
      [INTERVAL_MS, `${key}/start`],
      [INTERVAL_MS + 1_000, `${key}/log`],
    ] as const) {
      world.clock.set(begin + ms);
      expect((await ping(path)).status).toBe(200);
    }
    await createEvaluator(world.ctx)(begin + INTERVAL_MS * 2);
    const { rows } = await world.ctx.web.query(
      `SELECT r.at FROM state_run r JOIN series s ON s.id = r.series_id JOIN instance i ON i.id = s.instance_id WHERE i.name = 'hanging' AND r.state = 4`,
    );
    expect(rows).toEqual([{ at: new Date(begin + INTERVAL_MS + GRACE_MS) }]);
  });

  test('a repeat within a second is acknowledged but not stored; another signal is stored', async () => {
    const key = await keyOf('hasty');
    for (const [ms, path] of [
      [0, key],
      [999, key],
      [999, `${key}/fail`],
      [1_500, `${key}/fail`],
      [1_999, `${key}/fail`],
    ] as const) {
      world.clock.set(T0 + ms);
      expect((await ping(path)).text).toBe('OK');
    }
    expect(await stored('hasty')).toEqual([
      [0, 'up'],
      [999, 'down'],
      [1_999, 'down'],
    ]);
  });

  test('gives the same response for keys that are unknown, revoked, malformed or of another kind', async () => {
    const ended = await keyOf('ended');
    await revokeToken(as(world.ctx, ADA), ended.split('_')[1] as string);
    const agents = (await createToken(as(world.ctx, ADA), { scopes: ['probes:write'], source: 'agent-a' })).text;
    const answers = await Promise.all(
      [ended, agents, `cnd_0123456789_${'a'.repeat(43)}`, 'x', '', '%zz', `${ended}/start`, `${'a'.repeat(9_000)}`].map(
        (path) => ping(path),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['404 unknown key']));
    expect((await ping(ended, { method: 'DELETE' })).status).toBe(405);
  });

  test('a heartbeat without a ping for longer than interval and grace is silent until its next ping', async () => {
    const key = await keyOf('alone');
    const begin = T0 + 10_000_000;
    for (const ms of [0, INTERVAL_MS, INTERVAL_MS * 3]) {
      world.clock.set(begin + ms);
      expect((await ping(key)).status).toBe(200);
    }
    await world.ctx.web.query(
      "DELETE FROM probe WHERE series_id NOT IN (SELECT s.id FROM series s JOIN source c ON c.id = s.source_id WHERE c.name = 'alone')",
    );
    await createEvaluator(world.ctx)(begin + INTERVAL_MS * 3 + 1);
    const { intervals } = await componentIntervals(world.ctx, {
      component: 'analytics',
      from: begin,
      to: begin + INTERVAL_MS * 3 + 1,
    });
    expect(intervals.map((i) => [Date.parse(i.from) - begin, i.status])).toEqual([
      [0, 'operational'],
      [INTERVAL_MS * 2 + GRACE_MS, 'major_outage'],
      [INTERVAL_MS * 3, 'operational'],
    ]);
  });
});

describe('while the database is unavailable', () => {
  test('a ping is answered 503, holds evaluation back, and its URL is never logged', async () => {
    let isAway = false;
    const away = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    const ingest = new Proxy(world.ctx.ingest, {
      get: (pool, name) => {
        const value = Reflect.get(pool, name);
        if (isAway && (name === 'query' || name === 'connect')) return away;
        return typeof value === 'function' ? value.bind(pool) : value;
      },
    });
    const own = await startProbes({ ...world.ctx, ingest, log });
    const key = await keyOf('unlucky');
    const send = () => fetch(`${own.url}/ping/${key}`);
    expect((await send()).status).toBe(200);
    isAway = true;
    const now = world.clock.now() + 3_000;
    world.clock.set(now);
    const answer = await send();
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      503,
      '2',
      'not stored; try again',
    ]);
    expect(own.watch.watermark(now + 60_000)).toBe(now);
    isAway = false;
    expect((await send()).status).toBe(200);
    expect(own.watch.watermark(now + 60_000)).toBe(now + 60_000);
    expect(lines.some((line) => line.includes('could not be stored'))).toBe(true);
    expect(lines.filter((line) => line.includes(key) || line.includes('/ping'))).toEqual([]);
    await own.stop();
  });
});
