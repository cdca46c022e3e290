import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { type Chance, chanceOf } from '#server/seeded-chance';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { interceptedPool, sqlError } from '#server/test/faults';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { anAlert } from '#server/test/received-alerts';
import { clear } from '#server/test/scenarios';

const RUNS = 3;
const STEPS = 40;
const STEP_MS = 10_000;
/** Longer than a busy machine takes. */
const WAIT = { timeout: 300_000 };
const SEED = systemClock.now() % 1_000_000;
const world = testWorld(T0, AS_IN_PRODUCTION);

/** Works; refuses every statement; fails at random statements; or stores a transaction and loses the connection before it answers. */
type Mode = 'works' | 'refuses' | 'fails at times' | 'loses answers';
const MODES: readonly Mode[] = ['works', 'refuses', 'fails at times', 'loses answers'];
type Started = Awaited<ReturnType<typeof startProbes>>;

let home = '';
let mode: Mode = 'works';
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
});
afterAll(() => rm(home, { recursive: true }));
beforeEach(async () => {
  await clear(world.ctx);
  mode = 'works';
});

function start(chance: Chance, dataDir: string): Promise<Started> {
  const lost = sqlError('57P01');
  const ingest = interceptedPool(world.ctx.ingest, async ({ text }, run) => {
    if (mode === 'refuses' || (mode === 'fails at times' && chance.below(3) === 0)) throw lost;
    const result = await run();
    if (mode === 'loses answers' && text === 'COMMIT') throw lost;
    return result;
  });
  return startProbes({ ...world.ctx, ingest }, { dataDir, spoolBytesMax: 10_000_000 });
}

/** Copies the files as they are while the process works, as a kill leaves them. */
async function copySpool(from: string, to: string): Promise<void> {
  await mkdir(path.join(to, 'spool'), { recursive: true });
  for (const file of await readdir(path.join(from, 'spool')))
    await copyFile(path.join(from, 'spool', file), path.join(to, 'spool', file)).catch((error) => {
      if (error.code !== 'ENOENT') throw error; // what it held was stored in the meantime
    });
}

const SEVERITIES = ['critical', 'warning'];
const notificationOf = (instance: string, chance: Chance) => ({
  alerts: [
    anAlert({
      startsAt: T0,
      labels: { instance, severity: SEVERITIES[chance.below(2)] as string },
      fingerprint: 'one',
      ...(chance.below(5) === 0 ? { endsAt: world.clock.now() } : {}),
    }),
  ],
});

/** Returns the probes and periods of an instance of an alert source. */
async function alertsOf(instance: string) {
  const { rows } = await world.ctx.web.query(
    `SELECT a.starts_at, a.from_at, a.to_at, a.health, a.known_until FROM alert a JOIN series s ON s.id = a.series_id
     JOIN instance i ON i.id = s.instance_id WHERE i.name = $1 ORDER BY 1, 2`,
    [instance],
  );
  return [rows, await storedOf(instance)];
}

async function storedOf(instance: string) {
  const { rows } = await world.ctx.web.query<{ at: Date; health: number }>(
    `SELECT o.observed_at AS at, o.health FROM probe o JOIN series s ON s.id = o.series_id
     JOIN instance i ON i.id = s.instance_id WHERE i.name = $1 ORDER BY 1`,
    [instance],
  );
  return rows.map(({ at, health }) => [at.getTime() - T0, health === 4 ? 'down' : health === 3 ? 'degraded' : 'up']);
}

/** Delivers probes and notifications through a database in changing moods and processes that are killed. Returns what was acknowledged. */
async function deliverAll(chance: Chance, name: string) {
  const accepted = new Map<number, 'up' | 'down'>();
  const notifications: { at: number; of: (instance: string) => object }[] = [];
  let folder = path.join(home, `${name}-0`);
  let probes = await start(chance, folder);
  const token = await probes.tokenFor('agent-a');
  const send = async (kind: Started, ms: number, health: 'up' | 'down') => {
    const body = JSON.stringify({
      source: 'agent-a',
      probes: [aProbe({ observedAt: new Date(T0 + ms).toISOString(), health })],
    });
    return (await kind.send(body, { authorization: `Bearer ${token}` })).status;
  };
  expect(await send(probes, 0, 'up')).toBe(202);
  accepted.set(0, 'up');
  await probes.notify('alertmanager', { alerts: [] });
  const alertToken = await probes.tokenFor('alertmanager');
  const known = path.join(folder, 'spool/known-tokens.json');
  const prefixes = [token, alertToken].map((text) => text.split('_')[1]);
  await expect
    .poll(async () => {
      const text = await readFile(known, 'utf8').catch(() => ''); // not written yet
      return prefixes.every((prefix) => text.includes(`"${prefix}"`));
    }, WAIT)
    .toBe(true);
  for (let step = 1; step <= STEPS; step++) {
    world.clock.set(T0 + step * STEP_MS);
    if (chance.below(4) === 0) mode = MODES[chance.below(MODES.length)] as Mode;
    const ms = chance.below(step + 1) * STEP_MS;
    const health = chance.below(3) === 0 ? 'down' : 'up';
    expect(await send(probes, ms, health)).toBe(202);
    if (accepted.get(ms) !== 'down') accepted.set(ms, health);
    const notification = notificationOf('faulty', chance);
    const answer = await probes.send(
      JSON.stringify(notification),
      { authorization: `Bearer ${alertToken}` },
      '/api/v1/probes/alertmanager',
    );
    expect(answer.status).toBe(202);
    notifications.push({
      at: world.clock.now(),
      of: (instance) => JSON.parse(JSON.stringify(notification).replace('faulty', instance)),
    });
    if (chance.below(10) > 0) continue;
    const next = path.join(home, `${name}-${step}`); // as the files are at this moment, like after a kill
    await copySpool(folder, next);
    await probes.stop();
    folder = next;
    probes = await start(chance, folder);
  }
  mode = 'works';
  await expect.poll(probes.waiting, WAIT).toBe(0);
  await probes.stop();
  return { accepted, notifications };
}

test.each(Array.from({ length: RUNS }, (_, i) => SEED + i))(
  'whatever fails, what was acknowledged is stored exactly once and in order (seed %i)',
  async (seed) => {
    const { accepted, notifications } = await deliverAll(chanceOf(seed), String(seed));
    expect(await storedOf('srv-0001')).toEqual([...accepted].sort(([a], [b]) => a - b));
    const twin = await startProbes(world.ctx);
    for (const { at, of } of notifications) {
      world.clock.set(at);
      expect((await twin.notify('alertmanager', of('twin'))).status).toBe(202);
    }
    expect(await alertsOf('faulty')).toEqual(await alertsOf('twin'));
    await twin.stop();
  },
);
