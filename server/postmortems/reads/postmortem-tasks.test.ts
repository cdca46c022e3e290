import { beforeAll, describe, expect, test } from 'vitest';
import { onCallOverview } from '#server/incidents/console/on-call-overview';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';
import { requestReview } from '#server/postmortems/verbs/request-review';
import { watchRecords } from '#server/postmortems/watch-records';
import { testWorld } from '#server/test/database';
import { as, CORY, ED, VERA } from '#server/test/people';
import { aPostmortem, plantMarchIncident, plantMarchRecord, published } from '#server/test/postmortems';
import { postmortemTasks } from './postmortem-tasks.ts';

const DAY = 86_400_000;
const SOON = Date.parse('2022-04-01T09:00:00Z');
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const ed = () => as(world.ctx, ED);
const TITLE = 'Serving down after a network failure';
let incident = '';
let input = { postmortem: '', version: 0 };

beforeAll(async () => {
  incident = await plantMarchIncident(world, SOON);
  const { item: _, ...made } = await aPostmortem(world, incident);
  input = made;
});
const tasks = async () => (await postmortemTasks(as(world.ctx, VERA))).map(({ kind, at }) => [kind, at]);

describe('what post-mortems need from staff', () => {
  test('is nothing while a draft is neither promised nor in review', async () => expect(await tasks()).toEqual([]));

  test('begins two days before the promised day, and is overdue after it', async () => {
    const day = Date.parse('2022-04-04T00:00:00Z');
    await promisePostmortem(ed(), { incident, promisedOn: '2022-04-04' });
    expect(await tasks()).toEqual([]);
    world.clock.set(SOON + DAY);
    expect(await tasks()).toEqual([['due', day]]);
    world.clock.set(day + DAY);
    expect(await tasks()).toEqual([['overdue', day]]);
  });

  test('is an approval, until it is given', async () => {
    await requestReview(ed(), input);
    const review = ['review', world.clock.now()];
    expect(await tasks()).toContainEqual(review);
    expect(await onCallOverview(as(world.ctx, CORY))).toMatchObject({
      postmortems: [
        { publicId: input.postmortem, title: TITLE, kind: 'overdue' },
        { publicId: input.postmortem, title: TITLE, kind: 'review' },
      ],
    });
  });

  test('is a look at a record that has changed since publication', async () => {
    await world.ctx.prisma.postmortem.updateMany({ data: { state: 'draft', reviewRequestedAt: null } });
    await published(world, input);
    expect(await tasks()).toEqual([]);
    await plantMarchRecord(world, SOON, Date.parse('2022-03-30T15:20:00Z'));
    await watchRecords(world.ctx);
    expect(await tasks()).toEqual([['record_changed', world.clock.now()]]);
  });

  test('is for those who may read incidents', async () => {
    const token = as(world.ctx, { kind: 'token', id: 1, scopes: ['postmortems:write'] });
    await expect(postmortemTasks(token)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
