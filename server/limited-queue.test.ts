import { expect, test } from 'vitest';
import { manualClock } from './clock.ts';
import { createLimitedQueue } from './limited-queue.ts';

const LIMITS = { concurrency: 2, waitingMax: 3, waitMsMax: 1_000 };

/** Work that ends on command. `begun` lists the work that has started. */
function blocks() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (n: number) => () => {
    begun.push(n);
    return new Promise<number>((resolve) => {
      ends[n] = () => resolve(n);
    });
  };
  return { begun, work, end: (n: number) => ends[n]?.() };
}

/** Until all that could run has run. */
const nextTurn = () => new Promise(setImmediate);

test('runs a limited number at once, in order of arrival, and refuses work when too many wait', async () => {
  const queue = createLimitedQueue(LIMITS, manualClock(0));
  const { begun, work, end } = blocks();
  const all = [0, 1, 2, 3, 4].map((n) => queue.run(work(n)));
  await expect(queue.run(work(5))).rejects.toMatchObject({ code: 'overloaded' });
  expect(begun).toEqual([0, 1]);
  for (const [n, begunAfter] of [
    [1, [0, 1, 2]],
    [0, [0, 1, 2, 3]],
    [3, [0, 1, 2, 3, 4]],
    [2, [0, 1, 2, 3, 4]],
    [4, [0, 1, 2, 3, 4]],
  ] as const) {
    end(n);
    expect(await all[n]).toBe(n);
    await nextTurn();
    expect(begun).toEqual(begunAfter);
  }
});

test('a failure goes to its caller, and the next work runs', async () => {
  const queue = createLimitedQueue({ ...LIMITS, concurrency: 1 }, manualClock(0));
  const failed = queue.run(async () => {
    throw new Error('broken');
  });
  const next = queue.run(async () => 'done');
  await expect(failed).rejects.toThrow('broken');
  expect(await next).toBe('done');
});

test('refuses work that waited too long, and runs what arrived later', async () => {
  const clock = manualClock(0);
  const queue = createLimitedQueue({ ...LIMITS, concurrency: 1 }, clock);
  const { begun, work, end } = blocks();
  const first = queue.run(work(0));
  const late = queue.run(work(1)).catch((error: unknown) => error);
  await nextTurn();
  clock.set(1_001);
  const fresh = queue.run(work(2));
  end(0);
  await first;
  expect(await late).toMatchObject({ code: 'overloaded' });
  await nextTurn();
  expect(begun).toEqual([0, 2]);
  end(2);
  expect(await fresh).toBe(2);
});
