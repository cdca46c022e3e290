import { expect, test } from 'vitest';
import { coalesce } from './coalesce.ts';

test('calls while the task runs return at once, and make it run once more', async () => {
  const ends: (() => void)[] = [];
  const run = coalesce(() => new Promise<void>((resolve) => ends.push(resolve)));
  const first = run();
  await run();
  await run();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  await first;
  expect(ends).toHaveLength(2);
});

test('a failure reaches the call that started the task, and the next call runs it again', async () => {
  let runs = 0;
  const run = coalesce(async () => {
    runs += 1;
    if (runs === 1) throw new Error('no connection');
  });
  await expect(run()).rejects.toThrow('no connection');
  await run();
  expect(runs).toBe(2);
});
