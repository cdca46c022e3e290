import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLog } from '#server/log';
import { Lane } from './lane.ts';

const log = createLog('silent');

/** Makes a lane over numbers that are due. A number in `held` is delivered only when it is released. */
function laneOf(due: number[], { slots = 10, held = [] as number[] } = {}) {
  const settled: number[][] = [];
  const claims: number[] = [];
  const started: number[] = [];
  const releases = new Map<number, () => void>();
  let failures = 0;
  const lane = new Lane<number, number>(
    {
      slots,
      claim: async (count) => {
        claims.push(count);
        return due.splice(0, count);
      },
      deliver: async (one) => {
        started.push(one);
        if (held.includes(one)) await new Promise<void>((resolve) => releases.set(one, resolve));
        return one;
      },
      settle: async (results) => {
        await turn();
        if (failures-- > 0) throw new Error('the database is away');
        settled.push([...results]);
      },
    },
    log,
  );
  return {
    lane,
    due,
    claims,
    started,
    settled: () => settled.flat(),
    batches: () => settled.map(({ length }) => length),
    release: (one: number) => releases.get(one)?.(),
    failNext: () => {
      failures = 1;
    },
  };
}

/** Waits until a condition holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

test('everything due is delivered, with no more at once than there are slots', async () => {
  const { lane, settled, claims } = laneOf([1, 2, 3, 4, 5, 6, 7], { slots: 3 });
  await lane.run();
  expect(settled().toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(Math.max(...claims)).toBe(3);
  expect(lane.isRunning).toBe(false);
});

test('a slow delivery delays no others, and deliveries that become due are still made', async () => {
  const { lane, due, settled, release } = laneOf([1, 2, 3], { slots: 2, held: [1] });
  const ran = lane.run();
  await until(() => settled().length === 2);
  due.push(4, 5);
  void lane.run();
  await until(() => settled().length === 4);
  expect(settled()).toEqual([2, 3, 4, 5]);
  release(1);
  await ran;
  expect(settled()).toEqual([2, 3, 4, 5, 1]);
});

test('results that arrive together are stored together', async () => {
  const { lane, batches } = laneOf(
    Array.from({ length: 100 }, (_, i) => i),
    { slots: 100 },
  );
  await lane.run();
  expect(batches()).toEqual([1, 99]);
});

test('no call of run is missed, even one at the moment when the lane ends', async () => {
  const { lane, due, settled } = laneOf([]);
  for (let i = 0; i < 50; i++) {
    const before = lane.run();
    for (let pause = 0; pause < i % 7; pause++) await null;
    due.push(i);
    await Promise.all([before, lane.run()]);
  }
  expect(settled()).toHaveLength(50);
});

test('results that could not be stored are stored again', async () => {
  const { lane, settled, failNext } = laneOf([1]);
  failNext();
  await lane.run();
  expect(settled()).toEqual([1]);
});

test('a lane that cannot claim rejects, and runs again later', async () => {
  let isAway = true;
  const work = {
    slots: 1,
    claim: async () => {
      if (isAway) throw new Error('the database is away');
      return [];
    },
    deliver: async () => 0,
    settle: async () => undefined,
  };
  const lane = new Lane<number, number>(work, log);
  await expect(lane.run()).rejects.toThrow('away');
  isAway = false;
  await expect(lane.run()).resolves.toBe(0);
});

test('a stopping lane waits for the deliveries in progress and starts no more', async () => {
  const { lane, due, started, settled, release } = laneOf([1], { held: [1] });
  const ran = lane.run();
  await until(() => started.length === 1);
  const stopped = lane.stop();
  due.push(2);
  void lane.run();
  release(1);
  await stopped;
  await ran;
  expect([settled(), due]).toEqual([[1], [2]]);
});
