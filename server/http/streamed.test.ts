import { describe, expect, test } from 'vitest';
import { streamed } from './streamed.ts';

/** Says pieces and notes which it was asked for; fails at the n-th. */
function pieces(failsAt = Number.POSITIVE_INFINITY) {
  const asked: number[] = [];
  let isOver = false;
  async function* say() {
    try {
      for (let n = 1; n <= 3; n++) {
        asked.push(n);
        if (n === failsAt) throw new Error(`fault at ${n}`);
        yield `piece ${n}\n`;
      }
    } finally {
      isOver = true;
    }
  }
  return { said: say(), asked, isOver: () => isOver };
}

describe('an answer in pieces', () => {
  test('is whole, and no piece is made before it is wanted', async () => {
    const { said, asked } = pieces();
    const stream = await streamed(said, () => undefined);
    expect(asked).toEqual([1]);
    expect(await new Response(stream).text()).toBe('piece 1\npiece 2\npiece 3\n');
  });

  test('that cannot begin is none', async () => {
    await expect(streamed(pieces(1).said, () => undefined)).rejects.toThrow('fault at 1');
  });

  test('that fails later is cut off, and the fault is told', async () => {
    const faults: unknown[] = [];
    const stream = await streamed(pieces(2).said, (error) => faults.push(error));
    await expect(new Response(stream).text()).rejects.toThrow();
    expect(faults).toEqual([new Error('fault at 2')]);
  });

  test('that nobody wants any more is not made', async () => {
    const { said, asked, isOver } = pieces();
    const reader = (await streamed(said, () => undefined)).getReader();
    await reader.read();
    await reader.cancel();
    expect([asked, isOver()]).toEqual([[1], true]);
  });
});
