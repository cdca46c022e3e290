import { execFile, spawn } from 'node:child_process';
import { constants, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createFleet } from '../fleet/fleet.ts';
import { type AgentConfig, parseConfig } from './config.ts';
import { runAgent } from './run-agent.ts';
import { createHandClock } from './test/hand-clock.ts';
import type { WireProbe } from './wire.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const INTERVAL_MS = 1_000;
/** Longer than any test, so that the speed of the machine does not decide the result of a poll. */
const NO_TIMEOUT_SECONDS = 300;
const WAIT = { timeout: 15_000, interval: 20 };

/** Accepts probes as Candor does and responds with the status that a test sets. */
function createCandor() {
  const state = { status: 202, skewMs: 0, token: 'cnd_x', probes: [] as WireProbe[], posts: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    state.posts++;
    const { probes } = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString()) as { probes: WireProbe[] };
    const status = request.headers.authorization === `Bearer ${state.token}` ? state.status : 401;
    if (status === 202) state.probes.push(...probes);
    const date = new Date(clock.now() + state.skewMs).toUTCString();
    response.writeHead(status, { 'content-type': 'application/json', date });
    response.end(JSON.stringify({ accepted: probes.length, duplicates: 0, rejected: [] }));
  });
  return { server, state };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
}

let folder: string;
let clock: ReturnType<typeof createHandClock>;
let candor: ReturnType<typeof createCandor>;
let fleet: ReturnType<typeof createFleet>;
let origins: { candor: string; fleet: string };
const logged: string[] = [];
const log = { info: (text: string) => void logged.push(text), warn: (text: string) => void logged.push(text) };

beforeEach(async () => {
  logged.length = 0;
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-agent-'));
  clock = createHandClock(T0);
  candor = createCandor();
  fleet = createFleet([{ component: 'serving', instances: 6 }], clock.now);
  origins = { candor: await listen(candor.server), fleet: await listen(fleet.server) };
  await writeFile(path.join(folder, 'targets.txt'), fleet.targets(origins.fleet, 'serving'));
});
afterEach(async () => {
  for (const { server } of [candor, fleet]) await new Promise((resolve) => server.close(resolve).closeAllConnections());
  await rm(folder, { recursive: true });
});

async function start(extra = '', change: Partial<AgentConfig> = {}) {
  const text = `candor: ${origins.candor}\nsource: agent-a\nintervalSeconds: 1\ntimeoutSeconds: 1\ngroups:\n  - component: serving\n    region: us-east-1\n    file: targets.txt\n    json: { health: /status, dataAgeSeconds: /data/ageSeconds }\n${extra}`;
  const config = {
    ...parseConfig(text, 'agent.yaml'),
    token: 'cnd_x',
    timeoutSeconds: NO_TIMEOUT_SECONDS,
    folder,
    buffer: path.join(folder, 'buffer'),
    ...change,
  };
  const stopping = new AbortController();
  const running = runAgent(config, { clock, log, signal: stopping.signal });
  return () => {
    stopping.abort();
    return running;
  };
}

/** Advances the clock by intervals until the check passes. */
const until = (check: () => unknown) =>
  vi.waitFor(async () => {
    clock.advance(INTERVAL_MS);
    await check();
  }, WAIT);

/** Stops the agent while the clock advances, so that its final attempts can time out. */
async function stopOverTime(stop: Awaited<ReturnType<typeof start>>) {
  let hasEnded = false;
  const ending = stop().finally(() => (hasEnded = true));
  await until(() => expect(hasEnded).toBe(true));
  return ending;
}

const latest = (instance: string) => candor.state.probes.filter((probe) => probe.instance === instance).at(-1);

describe('the agent with a fleet', () => {
  test('sends a probe of each instance: operational, out of sync, down, away', async () => {
    const stop = await start();
    await until(() => expect(new Set(candor.state.probes.map((p) => p.instance)).size).toBe(6));
    expect(latest('serving-0001')).toMatchObject({
      component: 'serving',
      region: 'us-east-1',
      health: 'up',
      dataAgeSeconds: expect.any(Number),
    });
    fleet.apply({ effect: 'out-of-sync', share: 1 });
    await until(() => expect(latest('serving-0003')?.dataAgeSeconds).toBeGreaterThan(599));
    fleet.apply({ effect: 'down', share: 1 });
    fleet.apply({ effect: 'away', share: 0.5 });
    await until(() =>
      expect([latest('serving-0001')?.health, latest('serving-0006')?.health]).toEqual(['down', 'down']),
    );
    await stop();
  });

  test('retires targets that leave the file, also while it was stopped, but none for an empty or unreadable file', async () => {
    const file = path.join(folder, 'targets.txt');
    const without = (...gone: number[]) =>
      fleet
        .targets(origins.fleet, 'serving')
        .split('\n')
        .filter((_, i) => !gone.includes(i))
        .join('\n');
    let stop = await start();
    await until(() => expect(latest('serving-0006')).toBeDefined());
    await writeFile(file, '');
    await until(() => expect(logged.join('\n')).toContain('no targets listed'));
    await writeFile(file, without(5));
    await until(() => expect(latest('serving-0006')?.health).toBe('retired'));
    await stop();
    await writeFile(file, without(4, 5));
    stop = await start();
    await until(() => expect(latest('serving-0005')?.health).toBe('retired'));
    await stop();
    expect(candor.state.probes.filter((probe) => probe.health === 'retired')).toHaveLength(2);
  });

  test('keeps undelivered probes on disk across a restart and delivers each once', async () => {
    candor.state.status = 503;
    let stop = await start();
    await until(() => expect(candor.state.posts).toBeGreaterThan(1));
    await stopOverTime(stop);
    expect(
      (await readdir(path.join(folder, 'buffer'))).filter((name) => name.endsWith('.ndjson')).length,
    ).toBeGreaterThan(0);
    candor.state.status = 202;
    stop = await start();
    await until(() => expect(candor.state.probes.length).toBeGreaterThan(6));
    await stop();
    const keys = candor.state.probes.map((probe) => `${probe.instance} ${probe.observedAt}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      candor.state.probes.map((p) => p.observedAt).some((at) => at < (candor.state.probes.at(-1)?.observedAt ?? '')),
    ).toBe(true);
  });

  test('sends the probes since its last write when it is stopped', async () => {
    fleet.apply({ effect: 'down', share: 1 });
    const stop = await start('', { intervalSeconds: 3_600 });
    await vi.waitFor(() => expect(clock.timers()).toBeGreaterThan(6), WAIT); // each target is due within the hour
    clock.advance(3_599_000);
    await vi.waitFor(
      () => expect(logged.filter((line) => line.includes('HTTP status 500')).length).toBeGreaterThan(2),
      WAIT,
    );
    expect(candor.state.posts).toBe(0);
    await stop();
    expect(candor.state.probes.length).toBeGreaterThan(2);
    expect((await readdir(path.join(folder, 'buffer'))).filter((name) => name.endsWith('.ndjson'))).toEqual([]);
  });

  test('reads its token file again when Candor rejects the token', async () => {
    await writeFile(path.join(folder, 'token'), 'cnd_old');
    const stop = await start('', { token: 'cnd_old', tokenFile: 'token' });
    await until(() => expect(logged.join('\n')).toContain('Candor is not accepting probes (401 '));
    await writeFile(path.join(folder, 'token'), 'cnd_x\n');
    await until(() => expect(candor.state.probes.length).toBeGreaterThan(0));
    await stop();
  });

  test('neither polls nor retires the target of a half-written last line', async () => {
    const file = path.join(folder, 'targets.txt');
    const lines = fleet.targets(origins.fleet, 'serving').split('\n');
    await writeFile(
      file,
      lines
        .slice(0, 5)
        .join('\n')
        .replace(/\/health$/, ''),
    );
    const stop = await start();
    await until(() => expect(logged.join('\n')).toContain('last line has no newline'));
    await until(() => expect(latest('serving-0004')).toBeDefined());
    await writeFile(file, `${lines.slice(0, 3).join('\n')}\n${lines[3]?.slice(0, -9)}`);
    const before = candor.state.posts;
    await until(() => expect(candor.state.posts).toBeGreaterThan(before + 4));
    await writeFile(file, `${lines.slice(0, 5).join('\n')}\n`);
    await until(() => expect(latest('serving-0005')).toBeDefined());
    await stop();
    expect(candor.state.probes.filter((probe) => probe.health !== 'up')).toEqual([]);
  });

  test('polls the first of several targets with the same name and reports the others', async () => {
    const file = path.join(folder, 'targets.txt');
    await writeFile(
      file,
      `${await readFile(file, 'utf8')}serving-0001 ${origins.fleet}/none\nserving-0001 ${origins.fleet}/none\n`,
    );
    const stop = await start();
    await until(() => expect(latest('serving-0001')?.health).toBe('up'));
    expect(logged.join('\n')).toContain(
      'groups.0 (serving): 2 duplicate names; only the first target of each is polled: serving/serving-0001',
    );
    await stop();
  });

  test('continues polling and sending when a file hangs, and ends when stopped', async () => {
    const pipes = Array.from({ length: 5 }, (_, i) => path.join(folder, `pipe-${i}`));
    for (const pipe of pipes) await promisify(execFile)('mkfifo', [pipe]);
    const stop = await start(pipes.map((pipe) => `  - { component: analytics, file: ${pipe} }\n`).join(''));
    await until(() => expect(candor.state.probes.length).toBeGreaterThan(0));
    await until(() => expect(logged.join('\n')).toContain('cannot be read within 5 s; polling the last known targets'));
    const ended = await stopOverTime(stop);
    for (const pipe of pipes) await promisify(execFile)('sh', ['-c', `: > ${pipe}`]); // releases the threads
    expect(ended).toEqual({ hangs: true });
  });

  test('ends as a process when stopped, even if a file hangs', async () => {
    const pipe = path.join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const config = path.join(folder, 'agent.yaml');
    await writeFile(
      config,
      `candor: ${origins.candor}\nsource: agent-a\ntoken: cnd_x\ngroups:\n  - { component: serving, file: ${pipe} }\n`,
    );
    const child = spawn(process.execPath, ['agent/main.ts', config], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const held = await vi.waitFor(() => open(pipe, constants.O_WRONLY | constants.O_NONBLOCK), WAIT); // it can be opened once it is being read
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
    await held.close();
  });

  test('sets a refused batch aside and warns of clock skew', async () => {
    candor.state.status = 422;
    const stop = await start();
    await until(async () => expect((await readdir(path.join(folder, 'buffer/refused'))).length).toBeGreaterThan(0));
    candor.state.skewMs = 90_000;
    candor.state.status = 202;
    await until(() => expect(logged.join('\n')).toMatch(/clock: local clock is \d+ s behind/));
    await stop();
  });

  test('continues if its folder cannot be written or a file cannot be read', async () => {
    await writeFile(path.join(folder, 'buffer'), 'in the way');
    let stop = await start();
    await until(() => expect(candor.state.probes.length).toBeGreaterThan(6));
    expect(logged.join('\n')).toMatch(/buffer: .*buffered in memory/);
    await rm(path.join(folder, 'buffer'));
    await until(() => expect(logged.join('\n')).toContain('buffer: recovered'));
    await stop();
    await writeFile(path.join(folder, 'buffer/000000000000.ndjson'), '{"component":');
    const before = candor.state.probes.length;
    stop = await start();
    await until(() => expect(candor.state.probes.length).toBeGreaterThan(before));
    await stop();
    expect(await readdir(path.join(folder, 'buffer/refused'))).toEqual(['000000000000.ndjson']);
  });

  test('does not retire the instances of another source', async () => {
    await mkdir(path.join(folder, 'buffer'));
    const members = [{ component: 'serving', instance: 'serving-0099' }];
    await writeFile(path.join(folder, 'buffer/members.json'), JSON.stringify({ source: 'agent-b', members }));
    let stop = await start();
    await until(() => expect(candor.state.posts).toBeGreaterThan(3));
    await stop();
    expect(candor.state.probes.filter((probe) => probe.health === 'retired')).toEqual([]);
    await writeFile(path.join(folder, 'buffer/members.json'), JSON.stringify({ source: 'agent-a', members }));
    stop = await start();
    await until(() => expect(latest('serving-0099')?.health).toBe('retired'));
    await stop();
  });
});
