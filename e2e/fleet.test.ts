import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { createPlace, type Place } from './candor.ts';
import { ownPorts } from './own-ports.ts';
import { expectHeadlineLike, servedHeadline } from './page.ts';

test.describe.configure({ mode: 'parallel' });

const ROOT = path.resolve(import.meta.dirname, '..');
const INSTANCES = 240;
/** Longer than silenceAfter: without the agent's buffer, data would be missing. */
const STOPPED_MS = 40_000;
const SOURCE = 'agent-a';
/** A confirmed status is visible within confirmFor and this time. */
const CONFIRM_FOR_MS = 30_000;
/** The interval of polls, and so the precision of what they measure. */
const POLL_MS = 200;

let place: Place;
let folder: string;
const children = new Set<ChildProcess>();

test.beforeEach(async () => {
  place = await createPlace();
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-fleet-'));
});
test.afterEach(async () => {
  for (const child of children) await end(child);
  await place.remove();
  await rm(folder, { recursive: true });
});

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Starts a toy fleet. The returned function gives it orders through its command line. */
async function startFleet(port: number) {
  const child = run('fleet/main.ts', '--instances', String(INSTANCES), '--port', String(port), '--targets', folder);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return async (...order: string[]) => {
    const child = run('fleet/main.ts', 'set', ...order, '--port', String(port));
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  };
}

async function startAgent(url: string, token: string): Promise<ChildProcess> {
  const health = 'json: { health: /status, dataAgeSeconds: /data/ageSeconds }';
  const groups = ['serving', 'analytics']
    .map(
      (component) =>
        `  - { component: ${component}, region: us-east-1, file: ${folder}/${component}.txt, ${health} }\n`,
    )
    .join('');
  const config = path.join(folder, 'agent.yaml');
  await writeFile(
    config,
    `candor: ${url}\nsource: ${SOURCE}\ntoken: ${token}\nintervalSeconds: 4\ntimeoutSeconds: 3\nbuffer: buffer\ngroups:\n${groups}`,
  );
  return run('agent/main.ts', config);
}

/** Polls the headline. Returns the time of the first poll that saw it. */
async function firstSeen(url: string, words: RegExp): Promise<number> {
  let seenAt = 0;
  const poll = async () => {
    seenAt = Date.now();
    return words.test(await servedHeadline(url));
  };
  await expect.poll(poll, { intervals: [POLL_MS] }).toBe(true);
  return seenAt;
}

type Interval = { from: string; to: string; status: string };

/** Returns the intervals of Serving since an instant. */
async function intervals(url: string, from: number): Promise<Interval[]> {
  const window = `from=${new Date(from).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
  return (await (await fetch(`${url}/api/v1/components/serving/intervals?${window}`)).json()).intervals;
}

test('an outage that an agent reports is confirmed, not too early, and no data is missing after Candor was stopped', async () => {
  const [fleetPort, candorPort] = ownPorts();
  const candor = await place.start({ PORT: String(candorPort) });
  const token = await place.token(SOURCE);
  const setEffect = await startFleet(fleetPort);
  await startAgent(candor.url, token);
  await expectHeadlineLike(candor.url, /^All systems operational$/);
  const settledFrom = Date.now();

  await setEffect('out-of-sync', '--share', '0.6', '--component', 'serving');
  await expectHeadlineLike(candor.url, /^Possible problem with Serving$/);
  const seenAt = await firstSeen(candor.url, /^Serving is down$/);
  const outage = (await intervals(candor.url, settledFrom)).find((i) => i.status === 'major_outage');
  expect(seenAt - Date.parse(outage?.from ?? ''), 'time from the first failure').toBeGreaterThanOrEqual(CONFIRM_FOR_MS);
  expect((await candor.kill('SIGTERM')).code).toBe(0);
  await setEffect('healthy');
  await wait(STOPPED_MS);
  const again = await place.start({ PORT: String(candorPort) });
  await expect.poll(async () => (await intervals(again.url, settledFrom)).at(-1)?.status).toBe('operational');
  const statuses = (await intervals(again.url, settledFrom)).map((i) => i.status);
  expect(statuses.filter((status) => status === 'unknown')).toEqual([]);
  expect(statuses.filter((status) => status === 'major_outage')).toHaveLength(1);
});

test('the time in which an agent was stopped is unknown', async () => {
  const [fleetPort, candorPort] = ownPorts();
  const candor = await place.start({ PORT: String(candorPort) });
  const token = await place.token(SOURCE);
  await startFleet(fleetPort);
  const agent = await startAgent(candor.url, token);
  await expectHeadlineLike(candor.url, /^All systems operational$/);

  await end(agent);
  await wait(STOPPED_MS);
  const restartedAt = Date.now();
  await startAgent(candor.url, token);
  await expect.poll(async () => (await intervals(candor.url, restartedAt)).at(-1)?.status).toBe('operational');
  const since = (await intervals(candor.url, restartedAt - STOPPED_MS)).map((i) => i.status);
  expect(
    since.filter((status) => status !== 'operational' && status !== 'unknown'),
    'unknown at most',
  ).toEqual([]);
  expect(since).toContain('unknown');
});
