import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { as, ED } from '#server/test/people';
import { backfillFromForm } from './open-from-form.ts';

const world = testWorld(Date.parse('2026-07-15T12:00:00Z'));
const FORM = {
  title: 'Slow answers',
  startedAt: '2026-07-14T13:20:00Z',
  began: 'Answers are slow.',
  endedAt: '2026-07-14T14:30:00Z',
  ended: 'Answers are fast again.',
};

async function whatYouCanDoOf(fields: Record<string, string>): Promise<(string | null)[]> {
  const { incident } = await backfillFromForm(as(world.ctx, ED), fields);
  const updates = await world.ctx.prisma.incidentUpdate.findMany({
    where: { incident: { publicId: incident } },
    orderBy: { id: 'asc' },
    select: { whatYouCanDo: true },
  });
  return updates.map(({ whatYouCanDo }) => whatYouCanDo);
}

test('the first update of a backfilled incident has "What you can do", and its end has none', async () => {
  expect(await whatYouCanDoOf({ ...FORM, whatYouCanDo: ' Retry later. ' })).toEqual(['Retry later.', null]);
});

test('an empty "What you can do" is not stored', async () => {
  expect(await whatYouCanDoOf({ ...FORM, whatYouCanDo: '' })).toEqual([null, null]);
});
