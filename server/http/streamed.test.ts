import { describe, expect, test } from 'vitest';
import { streamed } from './streamed.ts';

/** Yields pieces and records which were requested; fails at the n-th. */
function pieces(failsAt = Number.POSITIVE_INFINITY) {
  const asked: number[] = [];
  let isOver = false;
  async function* chunks() {
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
  return { body: chunks(), asked, isOver: () => isOver };
}

describe('an answer in pieces', () => {
  test('is complete, and no piece is made before the reader needs it', async () => {
    const { body, asked } = pieces();
    const stream = await streamed(body, () => undefined);
    expect(asked).toEqual([1]);
    expect(await new Response(stream).text()).toBe('piece 1\npiece 2\npiece 3\n');
  });

  test('that fails at once is not sent', async () => {
    await expect(streamed(pieces(1).body, () => undefined)).rejects.toThrow('fault at 1');
  });

  test('that fails later is broken off, and the fault is reported', async () => {
    const faults: unknown[] = [];
    const stream = await streamed(pieces(2).body, (error) => faults.push(error));
    await expect(new Response(stream).text()).rejects.toThrow();
    expect(faults).toEqual([new Error('fault at 2')]);
  });

  test('whose reader left is not completed', async () => {
    const { body, asked, isOver } = pieces();
    const reader = (await streamed(body, () => undefined)).getReader();
    await reader.read();
    await reader.cancel();
    expect([asked, isOver()]).toEqual([[1], true]);
  });
});
