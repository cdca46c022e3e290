import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { startReceiver } from '#server/test/receiver';

const SUBSCRIBERS = 100;
const EVENTS = 2;
const CHILD = path.resolve(import.meta.dirname, '../test/delivery-child.ts');
const world = testWorld(systemClock.now(), AS_IN_PRODUCTION);
const children: ChildProcess[] = [];
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await receiver.stop();
});

function startWorker(): ChildProcess {
  const child = spawn(process.execPath, [CHILD, world.url], { stdio: ['ignore', 'inherit', 'inherit'] });
  children.push(child);
  return child;
}
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(10);
}
const sent = () => world.ctx.prisma.delivery.count({ where: { state: 'sent' } });
const inProgress = () => world.ctx.prisma.delivery.count({ where: { state: 'due', claimedUntil: { not: null } } });

test('workers that are killed lose no delivery, and repeat only what they were sending, with the same id', async () => {
  const addresses = Array.from({ length: SUBSCRIBERS }, (_, i) => `${receiver.url}/hook-${i}`);
  const ids = (await plantSubscribers(world, addresses)).map(({ id }) => id);
  for (let i = 0; i < EVENTS; i++) await plantDeliveries(world, 'webhook', ids);
  let repeatable = 0;
  for (const atLeast of [1, 60]) {
    const [first, second] = [startWorker(), startWorker()];
    await until(() => receiver.got.length >= atLeast);
    for (const worker of [first, second]) {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
    repeatable += await inProgress();
  }
  startWorker();
  await until(async () => (await sent()) === SUBSCRIBERS * EVENTS);
  const deliveredIds = receiver.got.map(({ headers }) => headers['webhook-id']);
  expect(new Set(deliveredIds).size).toBe(SUBSCRIBERS * EVENTS);
  expect(deliveredIds.length - SUBSCRIBERS * EVENTS).toBeLessThanOrEqual(repeatable);
});
