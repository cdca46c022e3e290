import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import type { Context } from '#server/context';
import { signWebhook } from '#server/delivery/channels/sign-webhook';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { SAMPLE_RECEIVER } from '#server/site/sample-receiver';
import { testWorld } from '#server/test/database';
import { deliveriesOf, plantDeliveries, plantSubscribers } from '#server/test/deliveries';

const LINES_MAX = 15;
const TRIES_MAX = 600;
const world = testWorld();
let ctx: Context;
let receiver: ChildProcess;
let url = '';
let subscriber: Awaited<ReturnType<typeof plantSubscribers>>[0];
const printed: string[] = [];

/** Returns a port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  server.close();
  await once(server, 'close');
  return port;
}

async function untilItAnswers(): Promise<void> {
  for (let i = 0; i < TRIES_MAX; i++) {
    if (await fetch(url, { method: 'POST' }).catch(() => null)) return;
    await wait(100);
  }
  throw new Error('the receiver did not start');
}

beforeAll(async () => {
  ctx = { ...world.ctx, safeFetch: createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 30_000 }) };
  world.clock.set(systemClock.now());
  const port = await freePort();
  url = `http://127.0.0.1:${port}/status`;
  [subscriber] = (await plantSubscribers(world, [url])) as [typeof subscriber];
  receiver = spawn(process.execPath, [SAMPLE_RECEIVER], {
    env: { NODE_ENV: 'test', WEBHOOK_SECRET: subscriber.secret ?? '', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  receiver.stdout?.on('data', (text) => printed.push(String(text)));
  await untilItAnswers();
});
afterAll(async () => {
  receiver.kill();
  await ctx.safeFetch.close();
});

test('the receiver of the page for developers has at most 15 lines', async () => {
  expect((await readFile(SAMPLE_RECEIVER, 'utf8')).trim().split('\n').length).toBeLessThanOrEqual(LINES_MAX);
});

test('it accepts what Candor sends', async () => {
  const { event } = await plantDeliveries(world, 'webhook', [subscriber.id]);
  await createLanes(ctx).webhook.run();
  expect(await deliveriesOf(world, subscriber.id)).toEqual(['webhook sent sent 1']);
  await expect.poll(() => printed.join('')).toBe(`msg_${event}_${subscriber.publicId} incident.created\n`);
});

test('it rejects a body that was changed, an old one, and one with another secret', async () => {
  const body = '{"type":"incident.updated"}';
  const statusOf = async (secret: string, at: number, sent = body) => {
    const headers = signWebhook({ id: 'msg_a_b', at, body, secrets: [secret] });
    return (await fetch(url, { method: 'POST', body: sent, headers })).status;
  };
  const secret = subscriber.secret ?? '';
  const now = systemClock.now();
  expect(await statusOf(secret, now)).toBe(204);
  expect(await statusOf(secret, now, body.replace('updated', 'deleted'))).toBe(401);
  expect(await statusOf(secret, now - 600_000)).toBe(401);
  expect(await statusOf(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, now)).toBe(401);
});
