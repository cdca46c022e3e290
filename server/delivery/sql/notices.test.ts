import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { settleNotices } from './notices.ts';

const world = testWorld();

test('an answer with U+0000, which PostgreSQL does not take, does not stop notices from being settled', async () => {
  const verdict = { state: 'dead', outcome: 'refused' } as const;
  const settled = settleNotices(world.ctx.web, [{ id: '1', tries: 1, answer: '550 No\0', verdict }], 0);
  await expect(settled).resolves.toBeUndefined();
});
