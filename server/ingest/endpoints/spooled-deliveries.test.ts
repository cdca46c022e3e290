import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import pg from 'pg';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { failingPool, sqlError } from '#server/test/faults';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { anAlert } from '#server/test/received-alerts';
import { clear } from '#server/test/scenarios';

const DAY_MS = 86_400_000;
const MODE = 0o777;
/** Longer than a busy machine takes. */
const WAIT = { timeout: 300_000 };
const world = testWorld(T0, AS_IN_PRODUCTION);
let dataDir = '';
let isAway = false;
const lines: string[] = [];
const log = pino(
  { level: 'info' },
  new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) }),
);
const started: Awaited<ReturnType<typeof startProbes>>[] = [];

beforeEach(async () => {
  await clear(world.ctx);
  world.clock.set(T0);
  lines.length = 0;
  isAway = false;
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
});
afterEach(async () => {
  isAway = false;
  for (const one of started.splice(0)) await one.stop();
  await rm(dataDir, { recursive: true });
});

/** Starts ingest on `dataDir`, whose statements fail while `isAway`. */
async function start(options: { spoolBytesMax?: number; storeMsMax?: number } = {}) {
  const ingest = failingPool(world.ctx.ingest, () => (isAway ? sqlError('57P01') : null));
  const one = await startProbes({ ...world.ctx, ingest, log }, { dataDir, spoolBytesMax: 1_000_000, ...options });
  started.push(one);
  return one;
}

const at = (ms: number) => new Date(T0 + ms).toISOString();
const probeAt = (ms: number, change: Parameters<typeof aProbe>[0] = {}) => aProbe({ observedAt: at(ms), ...change });

async function stored(instance = 'srv-0001') {
  const { rows } = await world.ctx.web.query<{ observed_at: Date; health: number; after: number }>(
    `SELECT o.observed_at, o.health, o.received_after_s AS after FROM probe o JOIN series s ON s.id = o.series_id
     JOIN instance i ON i.id = s.instance_id WHERE i.name = $1 ORDER BY 1`,
    [instance],
  );
  return rows.map((row) => [row.observed_at.getTime() - T0, ['', '', 'up', 'degraded', 'down'][row.health], row.after]);
}

/** One alert, whatever its severity. */
const anAlertOf = (severity: string) =>
  anAlert({ startsAt: T0, labels: { instance: 'srv-1', severity }, fingerprint: 'one' });

const receipt = (accepted: number, rejected: unknown[] = []) => ({ accepted, duplicates: 0, rejected });
const untilDrained = (probes: { waiting: () => Promise<number> }) => expect.poll(probes.waiting, WAIT).toBe(0);

describe('while the database fails', () => {
  test('a delivery of a known sender is accepted, holds its source back, and is stored later as of its arrival', async () => {
    const probes = await start();
    await probes.post('agent-a', [probeAt(0)]);
    isAway = true;
    world.clock.set(T0 + 10_000);
    const answer = await probes.post('agent-a', [
      probeAt(7_000),
      probeAt(8_000, { health: 'down' }),
      probeAt(-3 * DAY_MS),
      { component: 'serving' },
    ]);
    expect([answer.status, answer.body]).toEqual([
      202,
      receipt(2, [
        expect.objectContaining({ index: 2, code: 'too_old' }),
        expect.objectContaining({ index: 3, code: 'invalid' }),
      ]),
    ]);
    world.clock.set(T0 + 3_600_000);
    expect([await probes.waiting(), probes.watch.watermark(T0 + 3_600_000)]).toEqual([1, T0 + 10_000]);
    isAway = false;
    await untilDrained(probes);
    expect(await stored()).toEqual([
      [0, 'up', 0],
      [7_000, 'up', 3],
      [8_000, 'down', 2],
    ]);
    expect(probes.watch.watermark(T0 + 3_600_000)).toBe(T0 + 3_600_000);
    expect((await probes.post('agent-a', [probeAt(3_600_000)])).body).toEqual(receipt(1));
  });

  test('a notification and a ping are accepted and stored as of their arrival, in order', async () => {
    const probes = await start();
    const { id: componentId } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'analytics' } });
    const times = { intervalMs: 60_000, graceMs: 60_000, silentAfterMs: 120_000, createdAt: new Date(T0) };
    await world.ctx.prisma.source.create({
      data: { name: 'backup', kind: 'heartbeat', componentId, instance: 'backup', ...times },
    });
    const key = await probes.tokenFor('backup', ['probes:ping']);
    const ping = (signal = '') => fetch(`${probes.url}/ping/${key}${signal}`);
    const severities = ['critical', 'warning', 'critical'];
    const notify = (severity: string) => probes.notify('alertmanager', { alerts: [anAlertOf(severity)] });
    await ping('/start');
    await probes.notify('alertmanager', { alerts: [] });
    isAway = true;
    for (const [i, severity] of severities.entries()) {
      world.clock.set(T0 + (i + 1) * 60_000);
      expect((await notify(severity)).body).toEqual(receipt(1));
      expect((await ping(i === 1 ? '/fail' : '')).status).toBe(200);
    }
    expect((await ping('/start')).status).toBe(200);
    expect(await probes.waiting()).toBe(6);
    isAway = false;
    await untilDrained(probes);
    expect((await stored('srv-1')).map(([ms, health]) => [ms, health])).toEqual([
      [0, 'down'],
      [120_000, 'degraded'],
      [180_000, 'down'],
    ]);
    expect((await stored('backup')).map(([ms, health]) => [ms, health])).toEqual([
      [60_000, 'up'],
      [120_000, 'down'],
      [180_000, 'up'],
    ]);
  });

  test('a token that was never read is answered 503, and so is one that was read more than 24 hours ago', async () => {
    const probes = await start();
    await probes.post('agent-a', [probeAt(0)]);
    const unknown = await probes.tokenFor('agent-b');
    isAway = true;
    const body = JSON.stringify({ source: 'agent-b', probes: [probeAt(0)] });
    const refused = await probes.send(body, { authorization: `Bearer ${unknown}` });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    world.clock.set(T0 + DAY_MS);
    expect((await probes.post('agent-a', [probeAt(DAY_MS)])).status).toBe(202);
    world.clock.set(T0 + DAY_MS + 1);
    expect((await probes.post('agent-a', [probeAt(DAY_MS)])).status).toBe(503);
    expect(await probes.waiting()).toBe(1);
  });

  test('a request that the sender must change is refused, and holds nothing back', async () => {
    const probes = await start();
    await probes.post('agent-a', [probeAt(0)]);
    isAway = true;
    world.clock.set(T0 + 10_000);
    const authorization = `Bearer ${await probes.tokenFor('agent-a')}`;
    expect((await probes.send('{"source":"another","probes":[]}', { authorization })).status).toBe(403);
    expect((await probes.send('{"source":"agent-a"}', { authorization })).status).toBe(422);
    expect((await probes.post('agent-a', [probeAt(-3 * DAY_MS)])).body).toMatchObject({ accepted: 0 });
    expect([await probes.waiting(), probes.watch.watermark(T0 + 10_000)]).toEqual([0, T0 + 10_000]);
  });

  test('a full spool is answered 503 with Retry-After, and has room again later', async () => {
    const probes = await start({ spoolBytesMax: 700 });
    await probes.post('agent-a', [probeAt(0)]);
    isAway = true;
    expect((await probes.post('agent-a', [probeAt(1_000)])).status).toBe(202);
    const full = await probes.post('agent-a', [probeAt(2_000)]);
    expect([full.status, full.headers.get('retry-after'), full.body.type]).toEqual([503, '2', '/problems/overloaded']);
    isAway = false;
    await untilDrained(probes);
    expect((await probes.post('agent-a', [probeAt(2_000)])).body).toEqual(receipt(1));
    expect((await stored()).map(([ms]) => ms)).toEqual([0, 1_000, 2_000]);
  });

  test('what proves to be invalid later is dropped, logged and counted, and the rest is stored', async () => {
    const probes = await start();
    await probes.post('agent-a', [probeAt(0)]);
    isAway = true;
    world.clock.set(T0 + 5_000);
    const batch = [probeAt(1_000), probeAt(1_000, { component: 'nowhere' }), probeAt(2_000, { component: 'nowhere' })];
    expect((await probes.post('agent-a', batch)).body).toEqual(receipt(3));
    isAway = false;
    await untilDrained(probes);
    expect((await stored()).map(([ms]) => ms)).toEqual([0, 1_000]);
    expect(lines.map((line) => JSON.parse(line)).filter(({ count }) => count)).toMatchObject([
      {
        kind: 'probes',
        source: 'agent-a',
        receivedAt: at(5_000),
        count: 2,
        reasons: ['component: component "nowhere" does not exist'],
      },
    ]);
    expect(await (await fetch(`${probes.url}/metrics`)).text()).toContain('ingest_spool_dropped_total 2\n');
  });

  test('a restart accepts the senders that it knew, and holds back the sources whose deliveries wait', async () => {
    const probes = await start();
    await probes.post('agent-a', [probeAt(0)]);
    isAway = true;
    world.clock.set(T0 + 10_000);
    await probes.post('agent-a', [probeAt(9_000)]);
    await started.pop()?.stop();
    const file = path.join(dataDir, 'spool/known-tokens.json');
    expect((await stat(file)).mode & MODE).toBe(0o600);
    const token = await probes.tokenFor('agent-a');
    expect(await readFile(file, 'utf8')).not.toContain(token.slice(-20));
    world.clock.set(T0 + 600_000);
    const again = await start();
    expect(again.watch.held()).toEqual(new Map([[expect.any(Number), T0 + 10_000]]));
    const authorization = `Bearer ${token}`;
    const body = JSON.stringify({ source: 'agent-a', probes: [probeAt(600_000)] });
    expect((await again.send(body, { authorization })).status).toBe(202);
    expect((await again.send(body, { authorization: `${authorization.slice(0, -1)}_` })).status).toBe(503);
    isAway = false;
    await untilDrained(again);
    expect((await stored()).map(([ms]) => ms)).toEqual([0, 9_000, 600_000]);
    expect(again.watch.held()).toEqual(new Map());
  });
});

describe('while the database hangs', () => {
  let blocker: pg.Client;
  beforeEach(async () => {
    blocker = new pg.Client({ connectionString: world.url });
    await blocker.connect();
  });
  afterEach(() => blocker.end());
  const hang = async (table: string) =>
    void (await blocker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`));

  test('deliveries go to the spool, and what the hanging statement stores after all is not stored twice', async () => {
    const probes = await start({ storeMsMax: 50 });
    await probes.post('agent-a', [probeAt(0)]);
    await untilDrained(probes);
    await hang('probe');
    world.clock.set(T0 + 3_000);
    for (const ms of [1_000, 2_000]) expect((await probes.post('agent-a', [probeAt(ms)])).body).toEqual(receipt(1));
    expect((await probes.post('agent-a', [probeAt(1_000, { health: 'down' })])).body).toEqual(receipt(1));
    expect(probes.watch.watermark(T0 + 9_000)).toBe(T0 + 3_000);
    await blocker.query('ROLLBACK');
    await untilDrained(probes);
    expect((await stored()).map(([ms, health]) => [ms, health])).toEqual([
      [0, 'up'],
      [1_000, 'down'],
      [2_000, 'up'],
    ]);
  });

  test('a notification whose statement hangs and succeeds after all is applied once', async () => {
    const probes = await start({ storeMsMax: 50 });
    const notify = (severity: string) => probes.notify('alertmanager', { alerts: [anAlertOf(severity)] });
    world.clock.set(T0 + 60_000);
    await notify('critical');
    await untilDrained(probes);
    await hang('alert');
    for (const [i, severity] of ['warning', 'critical', 'warning'].entries()) {
      world.clock.set(T0 + (i + 2) * 60_000);
      expect((await notify(severity)).body).toEqual(receipt(1));
    }
    await blocker.query('ROLLBACK');
    await untilDrained(probes);
    expect((await stored('srv-1')).map(([ms, health]) => [ms, health])).toEqual([
      [0, 'down'],
      [120_000, 'degraded'],
      [180_000, 'down'],
      [240_000, 'degraded'],
    ]);
  });

  test('a known sender is not kept waiting for its token', async () => {
    const probes = await start({ storeMsMax: 50 });
    await probes.post('agent-a', [probeAt(0)]);
    await untilDrained(probes);
    world.clock.set(T0 + 3_000); // what was read of tokens is no longer fresh
    await hang('token');
    expect((await probes.post('agent-a', [probeAt(1_000)])).status).toBe(202);
    await blocker.query('ROLLBACK');
    await untilDrained(probes);
    expect((await stored()).map(([ms]) => ms)).toEqual([0, 1_000]);
  });
});
