import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEvaluator } from '#server/evaluation/evaluate';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { startProbes } from '#server/test/probes';
import { clear } from '#server/test/scenarios';
import { runDemo } from './run-demo.ts';

const NOW = Date.parse('2026-11-23T15:07:33.210Z');
const HOUR = 3_600_000;
const world = testWorld(NOW);
let probes: Awaited<ReturnType<typeof startProbes>>;
let ending: AbortController;
let printed: string[] = [];

beforeAll(async () => {
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());
beforeEach(async () => {
  await clearDemo();
  printed = [];
  world.clock.set(NOW);
  ending = new AbortController();
  await probes.stop();
  probes = await startProbes(world.ctx);
});
afterEach(() => ending.abort());

/** Makes the database new again: the components, policies and staff of a new installation, and no probes. */
async function clearDemo(): Promise<void> {
  const { prisma, web } = world.ctx;
  await clear(world.ctx);
  await prisma.staff.deleteMany();
  await prisma.component.deleteMany({ where: { slug: { notIn: ['serving', 'analytics'] } } });
  await prisma.component.updateMany({ data: { description: null, effects: {} } });
  await prisma.componentGroup.deleteMany();
  await prisma.region.deleteMany();
  await web.query(
    "INSERT INTO policy_version (component_id, version, effective_from) SELECT id, 1, '1970-01-01Z' FROM component",
  );
}

/** Runs the demo with two days of history, with evaluation. Resolves when the history is evaluated. */
async function demo(url = probes.url): Promise<void> {
  const evaluate = createEvaluator(world.ctx);
  let isDone = false;
  const running = runDemo({
    ctx: world.ctx,
    url,
    signal: ending.signal,
    print: (line) => printed.push(line),
    days: 2,
  }).finally(() => (isDone = true));
  running.catch(() => undefined); // awaited below
  while (!isDone) await evaluate(world.clock.now());
  await running;
}

/** Creates a proxy to the server that fails after a number of posts. `spooled`: how often it reports that probes are not stored yet. */
async function aProxy({ posts = Number.POSITIVE_INFINITY, spooled = 0 }) {
  let [left, waiting] = [posts, spooled];
  const server = createServer(async (request, response) => {
    if (request.url === '/readyz') {
      const deliveries = waiting > 0 ? waiting-- : 0;
      return void response.end(JSON.stringify({ checks: { spool: { deliveries } } }));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (left-- <= 0) return void response.writeHead(500).end('broken');
    const { authorization = '' } = request.headers;
    const answer = await probes.send(Buffer.concat(chunks), { authorization });
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spooled: () => waiting,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

async function statuses(from: number, to: number) {
  await createEvaluator(world.ctx)(world.clock.now());
  const { intervals } = await componentIntervals(world.ctx, { component: 'serving', from, to });
  return intervals.map(({ status }) => status);
}

/** Returns the number of probes of the history. */
async function probeCount(): Promise<number | undefined> {
  const { rows } = await world.ctx.web.query<{ count: number }>(
    'SELECT count(*)::int FROM probe WHERE observed_at < $1',
    [new Date(NOW)],
  );
  return rows[0]?.count;
}
const tokens = () => world.ctx.prisma.token.findMany({ select: { expiresAt: true } });

describe('the demo', () => {
  test('has a history without gaps until now, also if probes wait in the spool at first', async () => {
    const proxy = await aProxy({ spooled: 2 });
    await demo(proxy.url);
    expect(proxy.spooled()).toBe(0);
    ending.abort();
    await proxy.close();
    expect(new Set(await statuses(NOW - 24 * HOUR, NOW))).toEqual(new Set(['operational']));
  });

  test('completes an interrupted history at the next start, even hours later', async () => {
    await demo();
    const complete = await probeCount();
    await clearDemo();
    await probes.stop();
    probes = await startProbes(world.ctx);
    const proxy = await aProxy({ posts: 3 });
    await expect(demo(proxy.url)).rejects.toThrow('Demo: Candor did not accept the probes: 500 broken');
    await proxy.close();
    world.clock.set(NOW + HOUR);
    await demo();
    expect(await probeCount()).toBe(complete);
    expect(new Set(await statuses(NOW - 24 * HOUR, NOW + HOUR))).toEqual(new Set(['operational']));
  });

  test('prints the passwords of its staff once, and later how to set a new one', async () => {
    await demo();
    expect(printed).toEqual(
      ['ada', 'ed', 'cory', 'vera'].map((name) =>
        expect.stringMatching(new RegExp(`^staff ${name}@larkfield\\.example [a-z]+ [\\w-]{16}$`)),
      ),
    );
    ending.abort();
    ending = new AbortController();
    printed = [];
    await demo();
    expect(printed).toEqual([expect.stringContaining('admin reset-access ada@larkfield.example')]);
  });

  test('continues after a restart, with one token that expires', async () => {
    await demo();
    const complete = await probeCount();
    ending.abort();
    ending = new AbortController();
    await demo();
    expect(await probeCount()).toBe(complete);
    expect(await tokens()).toEqual([{ expiresAt: expect.any(Date) }]);
  });

  test('sends missed probes later', async () => {
    await demo();
    world.clock.set(NOW + 60_000);
    await expect.poll(() => statuses(NOW - HOUR, NOW + 60_000), { timeout: 20_000 }).toEqual(['operational']);
  });
});

describe('a database with other data', () => {
  const refused = async (what: string) => {
    const before = await world.ctx.prisma.policyVersion.findMany();
    await expect(demo()).rejects.toMatchObject({
      code: 'bad_environment',
      message: expect.stringContaining(`the database contains ${what}`),
    });
    expect(await world.ctx.prisma.policyVersion.findMany()).toEqual(before);
    expect(await world.ctx.prisma.source.count({ where: { name: 'demo' } })).toBe(0);
  };

  test('is not changed', async () => {
    await world.ctx.prisma.source.create({ data: { name: 'agent-a', createdAt: new Date(0) } });
    await refused('other sources (agent-a)');
    await world.ctx.prisma.source.deleteMany();
    await world.ctx.prisma.token.create({
      data: { name: 'x', prefix: 'x', hash: new Uint8Array(32), scopes: ['probes:write'], createdAt: new Date(0) },
    });
    await refused('other tokens');
    await world.ctx.prisma.token.deleteMany();
    await world.ctx.prisma.policyVersion.updateMany({ where: { version: 1 }, data: { confirmForMs: 60_000 } });
    await refused('another catalogue');
  });

  test('is not changed either if the catalogue of a demo was changed', async () => {
    await demo();
    await world.ctx.prisma.component.update({ where: { slug: 'serving' }, data: { name: 'Ads' } });
    await expect(demo()).rejects.toMatchObject({ message: expect.stringContaining('another catalogue') });
    await world.ctx.prisma.component.update({ where: { slug: 'serving' }, data: { name: 'Serving' } });
  });
});
