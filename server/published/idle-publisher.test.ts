import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { startPublisher } from './publisher.ts';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'), { web: 2, worker: 8 });

test('a publisher does not read the site while nothing is left to be rendered', async () => {
  const readsUntilIdle: number[] = [];
  let reads = 0;
  const web: pg.Pool = Object.assign(Object.create(world.ctx.web), {
    connect: () => {
      reads++; // for the snapshot of the site
      return world.ctx.web.connect();
    },
  });
  const publisher = startPublisher(
    { ...world.ctx, web },
    {
      askPage: async () => ({ status: 200, type: 'text/plain', headers: {}, body: Buffer.from('a page') }),
      build: 'b',
      holder: 'one',
      isAble: () => true,
      changed: async () => {
        readsUntilIdle.push(reads);
        await wait(5);
      },
    },
  );
  onTestFinished(publisher.stop);
  await expect
    .poll(() => readsUntilIdle.slice(-5), { timeout: 30_000, interval: 20 })
    .toEqual(Array(5).fill(expect.toSatisfy((count) => count > 0 && count === reads)));
});
