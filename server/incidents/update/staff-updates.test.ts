import { describe, expect, test } from 'vitest';
import { communicationRecord } from '#server/incidents/reads/communication-record';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { addNote } from '#server/incidents/verbs/add-note';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { anIncident, everything, storedIncident } from '#server/test/incidents';
import { ADA, as, CORY, ED } from '#server/test/people';
import { forgetRequests } from './forget-requests.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
const rowOf = (publicId: string) => storedIncident(world, publicId);
const iso = (t: number) => new Date(t).toISOString();

describe('publishing', () => {
  test('a hundred retries of one request make one update, and all get the same answer', async () => {
    const { incident } = await anIncident(world);
    const post = () =>
      postUpdate(cory(), { incident, body: 'We found the cause.', state: 'identified', idempotencyKey: 'key-1' });
    const answers = await Promise.all(Array.from({ length: 100 }, post));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await rowOf(incident)).updates).toHaveLength(2);
    expect(await db().auditRow.count({ where: { action: 'incident:update', objectId: incident } })).toBe(1);
  });

  test('a key that was used for a different request is refused; another actor may use it', async () => {
    const { incident } = await anIncident(world);
    const posted = { incident, body: 'One.', idempotencyKey: 'key-2' };
    await postUpdate(cory(), posted);
    await expect(postUpdate(cory(), { ...posted, body: 'Two.' })).rejects.toMatchObject({ code: 'key_reused' });
    await expect(resolveIncident(cory(), posted)).rejects.toMatchObject({ code: 'key_reused' });
    await postUpdate(as(world.ctx, ADA), posted);
    expect((await rowOf(incident)).updates).toHaveLength(3);
  });

  test('moves back are allowed and recorded; a post-mortem can only follow resolved', async () => {
    const { incident } = await anIncident(world);
    const move = (state: 'postmortem' | 'monitoring' | 'detected' | 'resolved') =>
      postUpdate(cory(), { incident, body: 'b', state });
    await expect(move('postmortem')).rejects.toMatchObject({ code: 'invalid_input' });
    for (const state of ['monitoring', 'detected', 'resolved', 'postmortem', 'monitoring'] as const) await move(state);
    const row = await rowOf(incident);
    expect(row.updates.map(({ state }) => state)).toEqual([
      'investigating',
      'monitoring',
      'detected',
      'resolved',
      'postmortem',
      'monitoring',
    ]);
    expect([row.state, row.resolvedAt]).toEqual(['monitoring', null]);
  });

  test('stores the old status of a component, and the time of event besides the time of publication', async () => {
    const { incident } = await anIncident(world, {
      affected: [{ component: 'serving', status: 'partial_outage' }],
      startedAt: iso(T0 - 30 * MINUTE),
    });
    await postUpdate(cory(), {
      incident,
      body: 'b',
      affected: [{ component: 'serving', status: 'degraded_performance' }],
      occurredAt: iso(T0 - 10 * MINUTE),
    });
    const { updates, components } = await rowOf(incident);
    expect(updates.map(({ impacts }) => impacts.map(({ oldStatus, newStatus }) => [oldStatus, newStatus]))).toEqual([
      [['operational', 'partial_outage']],
      [['partial_outage', 'degraded_performance']],
    ]);
    expect(updates[1]).toMatchObject({ occurredAt: new Date(T0 - 10 * MINUTE), publishedAt: new Date(T0) });
    expect(components).toMatchObject([{ status: 'degraded_performance' }]);
    for (const wrong of [
      { occurredAt: iso(T0 + 1) },
      { nextUpdateBy: iso(T0) },
      { affected: [{ component: 'x', status: 'operational' as const }] },
    ])
      await expect(postUpdate(cory(), { incident, body: 'b', ...wrong })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    await resolveIncident(cory(), { incident, body: 'b' });
  });

  test('an internal update cannot change what readers see', async () => {
    const { incident } = await anIncident(world);
    const inside = { incident, body: 'b', audience: ['internal' as const] };
    await expect(postUpdate(cory(), { ...inside, state: 'identified' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(postUpdate(cory(), { ...inside, title: 'Another' })).rejects.toMatchObject({ code: 'invalid_input' });
    await postUpdate(cory(), inside);
  });

  test('does not open a second incident of one component by mistake', async () => {
    const affected = [{ component: 'analytics', status: 'partial_outage' as const }];
    const { incident } = await anIncident(world, { affected });
    await expect(anIncident(world, { affected })).rejects.toMatchObject({
      code: 'conflict',
      more: { incidents: [{ id: incident, title: 'Slow answers' }] },
    });
    await anIncident(world, { affected, separate: true });
  });
});

test('a resolving update announces no further update', async () => {
  const { incident } = await anIncident(world);
  const promised = { incident, body: 'b', nextUpdateBy: iso(T0 + 30 * MINUTE) };
  await postUpdate(cory(), { ...promised, state: 'identified' });
  await resolveIncident(cory(), promised);
  await postUpdate(cory(), { ...promised, state: 'postmortem' });
  expect((await rowOf(incident)).updates.map(({ nextUpdateBy }) => nextUpdateBy)).toEqual([
    null,
    new Date(T0 + 30 * MINUTE),
    null,
    null,
  ]);
  const { incidents } = await communicationRecord(world.ctx);
  expect(incidents.find(({ publicId }) => publicId === incident)).toMatchObject({ promisesMet: 1, promisesMissed: 0 });
});

test('internal changes do not change the public time of the last update', async () => {
  const { incident, update } = await anIncident(world);
  const shown = async () => (await publicIncident(world.ctx, incident)).updatedAt;
  world.clock.set(T0 + MINUTE);
  await addNote(cory(), { incident, body: 'n' });
  const inside = await postUpdate(cory(), { incident, body: 'b', audience: ['internal'] });
  await editUpdate(cory(), { incident, update: inside.update, version: 1, body: 'c' });
  await retractUpdate(cory(), { incident, update: inside.update, reason: 'r' });
  expect(await shown()).toBe(T0);
  await editUpdate(cory(), { incident, update, version: 1, body: 'c' });
  expect(await shown()).toBe(T0 + MINUTE);
  world.clock.set(T0);
});

test('a repeated note is one note, until its key is deleted after a week', async () => {
  const { incident } = await anIncident(world);
  const note = () => addNote(cory(), { incident, body: 'Called the owner.', idempotencyKey: 'note' });
  const first = await note();
  expect(await note()).toEqual(first);
  await expect(addNote(cory(), { incident, body: 'Else.', idempotencyKey: 'note' })).rejects.toMatchObject({
    code: 'key_reused',
  });
  world.clock.set(T0 + 7 * 86_400_000);
  expect(await forgetRequests(world.ctx)).toBe(0);
  world.clock.set(T0 + 7 * 86_400_000 + 1);
  expect(await forgetRequests(world.ctx)).toBeGreaterThan(0);
  world.clock.set(T0);
  expect(await note()).not.toEqual(first);
});

describe('times', () => {
  const resolved = async () => {
    const { incident } = await anIncident(world, { startedAt: iso(T0 - 60 * MINUTE) });
    const watched = await postUpdate(cory(), {
      incident,
      body: 'b',
      state: 'monitoring',
      occurredAt: iso(T0 - 40 * MINUTE),
    });
    const over = await resolveIncident(cory(), { incident, body: 'b', occurredAt: iso(T0 - 30 * MINUTE) });
    return { incident, watched: watched.update, over: over.update };
  };

  test('follow the updates that changed the state, also after edits', async () => {
    const { incident, watched, over } = await resolved();
    const edit = (update: string, at: number, version = 1) =>
      editUpdate(cory(), { incident, update, version, body: 'b', occurredAt: iso(at) });
    await edit(over, T0 - 20 * MINUTE);
    await edit(watched, T0 - 50 * MINUTE);
    expect(await rowOf(incident)).toMatchObject({
      monitoringAt: new Date(T0 - 50 * MINUTE),
      resolvedAt: new Date(T0 - 20 * MINUTE),
    });
    await expect(edit(over, T0 - 51 * MINUTE, 2)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('must not be before its previous change of state'),
    });
    await expect(edit(watched, T0 - 61 * MINUTE, 2)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('must not be before the start of the incident'),
    });
    await edit(watched, T0 - 60 * MINUTE, 2);
  });

  test('must not be before the start or, for the end, before the previous change of state', async () => {
    const { incident } = await anIncident(world, { startedAt: iso(T0 - 60 * MINUTE) });
    const posted = { incident, body: 'b' };
    await expect(postUpdate(cory(), { ...posted, occurredAt: iso(T0 - 61 * MINUTE) })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await postUpdate(cory(), { ...posted, state: 'identified', occurredAt: iso(T0 - 10 * MINUTE) });
    await postUpdate(cory(), { ...posted, occurredAt: iso(T0 - 20 * MINUTE) });
    await expect(resolveIncident(cory(), { ...posted, occurredAt: iso(T0 - 11 * MINUTE) })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await resolveIncident(cory(), { ...posted, occurredAt: iso(T0 - 10 * MINUTE) });
  });
});

describe('two people editing one text', () => {
  test('the second sees both texts, nothing is lost, and every version is stored', async () => {
    const { incident, update } = await anIncident(world);
    const edit = (who: typeof CORY, version: number, body: string) =>
      editUpdate(as(world.ctx, who), { incident, update, version, body });
    expect(await edit(CORY, 1, 'Hers.')).toEqual({ update, version: 2 });
    await expect(edit(ED, 1, 'His.')).rejects.toMatchObject({
      code: 'conflict',
      more: { yours: { body: 'His.', version: 1 }, theirs: { body: 'Hers.', version: 2 } },
    });
    await edit(ED, 2, 'Both.');
    const [row] = (await rowOf(incident)).updates;
    expect(row?.versions.map(({ version, authorId }) => [version, authorId])).toEqual([
      [1, 'cory'],
      [2, 'cory'],
      [3, 'ed'],
    ]);
    await expect(db().incidentUpdateVersion.deleteMany({})).rejects.toThrow('append-only');
  });

  test('a draft is not overwritten silently', async () => {
    const { incident } = await anIncident(world);
    await saveDraft(cory(), { incident, version: 0, content: { body: 'Hers' } });
    await expect(
      saveDraft(as(world.ctx, ED), { incident, version: 0, content: { body: 'His' } }),
    ).rejects.toMatchObject({
      more: { yours: { body: 'His' }, theirs: { body: 'Hers', version: 1 } },
    });
  });

  test('a retracted update shows its reason, and cannot be edited', async () => {
    const { incident, update } = await anIncident(world);
    await retractUpdate(cory(), { incident, update, reason: 'Wrong region.' });
    await expect(editUpdate(cory(), { incident, update, version: 1, body: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await rowOf(incident)).updates).toMatchObject([
      { retractedReason: 'Wrong region.', body: expect.stringContaining('slowly') },
    ]);
  });
});

test('merging changes the public time of the last update of both incidents', async () => {
  const [{ incident }, { incident: into }] = [await anIncident(world), await anIncident(world)];
  const { incident: hidden } = await anIncident(world, { audience: ['internal'] });
  const { incident: hiddenToo } = await anIncident(world, { audience: ['internal'] });
  world.clock.set(world.clock.now() + MINUTE);
  await mergeIncident(cory(), { incident, into, reason: 'One cause.' });
  for (const id of [incident, into]) expect((await publicIncident(world.ctx, id)).updatedAt).toBe(world.clock.now());
  await mergeIncident(cory(), { incident: hidden, into: hiddenToo, reason: 'One cause.' });
  expect(await rowOf(hiddenToo)).toMatchObject({ updatedAt: new Date(world.clock.now()), publicUpdatedAt: null });
});

// One case per verb with an audience. An internal update must not be stored as sent to readers.
describe('an internal update', () => {
  const internal = { audience: ['internal' as const], notify: true };
  test.each([
    ['opening', async () => (await anIncident(world, internal)).incident],
    [
      'an update',
      async () =>
        (await postUpdate(cory(), { incident: (await anIncident(world, internal)).incident, body: 'b', ...internal }))
          .incident,
    ],
    [
      'a resolution',
      async () =>
        (
          await resolveIncident(cory(), {
            incident: (await anIncident(world, internal)).incident,
            body: 'b',
            ...internal,
          })
        ).incident,
    ],
    [
      'a withdrawal',
      async () =>
        (await withdrawIncident(cory(), { incident: (await anIncident(world, internal)).incident, reason: 'r' }))
          .incident,
    ],
  ])('sends no notification, by %s, whatever was requested', async (_, make) => {
    const { updates } = await rowOf(await make());
    expect(updates.map(({ notifies, events }) => [notifies, events])).toEqual(updates.map(() => [false, []]));
  });

  test('cannot be stored as notifying', async () => {
    const { update } = await anIncident(world, internal);
    const notifying = db().incidentUpdate.update({ where: { publicId: update }, data: { notifies: true } });
    await expect(notifying).rejects.toThrow(/check constraint/i);
  });
});

test.each(['resolved', 'postmortem'] as const)(
  'an open incident is not ended by merging it into one that is %s',
  async (state) => {
    const [{ incident: open }, { incident: over }] = [await anIncident(world), await anIncident(world)];
    await postUpdate(cory(), { incident: over, body: 'b', state: 'resolved' });
    if (state === 'postmortem') await postUpdate(cory(), { incident: over, body: 'b', state });
    const before = await everything(world);
    await expect(mergeIncident(cory(), { incident: open, into: over, reason: 'One cause.' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/reopen/i),
    });
    expect(await everything(world)).toEqual(before);
    expect(await mergeIncident(cory(), { incident: over, into: open, reason: 'One cause.' })).toEqual({
      incident: over,
      into: open,
    });
  },
);

test('a backfilled incident has its original times and sends no notification', async () => {
  const t = T0 - 86_400_000;
  const updates = [
    {
      state: 'investigating' as const,
      body: 'a',
      occurredAt: iso(t),
      affected: [{ component: 'serving', status: 'major_outage' as const }],
    },
    {
      state: 'resolved' as const,
      body: 'b',
      occurredAt: iso(t + MINUTE),
      affected: [{ component: 'serving', status: 'operational' as const }],
    },
  ];
  const past = { title: 'Old', startedAt: iso(t), updates, idempotencyKey: 'past' };
  const { incident } = await backfillIncident(as(world.ctx, ED), past);
  expect(await backfillIncident(as(world.ctx, ED), past)).toEqual({ incident });
  const row = await rowOf(incident);
  expect(row).toMatchObject({
    state: 'resolved',
    startedAt: new Date(t),
    resolvedAt: new Date(t + MINUTE),
    publicAt: new Date(world.clock.now()),
  });
  expect(row.updates.every(({ notifies }) => !notifies)).toBe(true);
  await expect(
    backfillIncident(as(world.ctx, ED), { title: 'Old', startedAt: iso(t), updates: updates.toReversed() }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
