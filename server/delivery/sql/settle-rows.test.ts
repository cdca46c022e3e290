import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { settleRows } from './settle-rows.ts';

const world = testWorld();

test('an answer with U+0000, which PostgreSQL does not take, does not stop deliveries from being settled', async () => {
  const verdict = { state: 'dead', outcome: 'refused' } as const;
  const settled = settleRows(world.ctx.web, [{ id: '1', tries: 1, answer: '550 No\0', verdict }], 0);
  await expect(settled).resolves.toEqual([]);
});
