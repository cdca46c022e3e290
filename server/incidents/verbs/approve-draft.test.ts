import { beforeEach, describe, expect, test } from 'vitest';
import { planUpdate } from '#domain/incident/plan-update';
import type { ActingContext } from '#server/actor';
import { composeUpdate } from '#server/incidents/console/compose-update';
import { onCallOverview } from '#server/incidents/console/on-call-overview';
import { staffIncident } from '#server/incidents/console/staff-incident';
import type { SaveDraft } from '#server/incidents/schemas';
import { acceptedPlan } from '#server/incidents/update/accepted-plan';
import { findIncident } from '#server/incidents/update/find-incident';
import { writeUpdate } from '#server/incidents/update/write-update';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { anIncident, everything } from '#server/test/incidents';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { acknowledgeIncident } from './acknowledge-incident.ts';
import { approveDraft } from './approve-draft.ts';
import { dropDraft } from './drop-draft.ts';
import { editUpdate } from './edit-update.ts';
import { mergeIncident } from './merge-incident.ts';
import { postUpdate } from './post-update.ts';
import { resolveIncident } from './resolve-incident.ts';
import { retractUpdate } from './retract-update.ts';
import { saveDraft } from './save-draft.ts';
import { withdrawIncident } from './withdraw-incident.ts';

const world = testWorld();
const [cory, ed, ada] = [() => as(world.ctx, CORY), () => as(world.ctx, ED), () => as(world.ctx, ADA)];
const token = () => as(world.ctx, { kind: 'token', id: 1, scopes: ['incidents:write'] });
const NEEDED = {
  code: 'approval_needed',
  message: expect.stringMatching(/^Approval required\. Save this as a draft that is ready for approval/),
};
const DOWN = [{ component: 'serving', status: 'major_outage' as const }];

async function setApproval(approval: 'none' | 'partial' | 'major'): Promise<void> {
  const data = { publish: 'at_once', holdMs: 0, resolve: 'by_person', rejoinWithinMs: 0, joinWithinMs: 0, approval };
  await world.ctx.prisma.incidentSetting.upsert({
    where: { componentId: 1 },
    create: { componentId: 1, ...data },
    update: data,
  });
}
const down = (change = {}) => anIncident(world, { affected: DOWN, separate: true, ...change });
const save = (ctx: ActingContext, incident: string, change: Partial<SaveDraft> = {}) =>
  saveDraft(ctx, {
    incident,
    version: 0,
    content: { body: 'The cause is known.', state: 'identified' },
    ready: true,
    ...change,
  });
const rowOf = (publicId: string) =>
  world.ctx.prisma.incidentUpdate.findUniqueOrThrow({ where: { publicId }, include: { versions: true } });
/** Moves an incident as automation does, at an evaluated time. */
async function move(publicId: string, movedAt: number): Promise<void> {
  const input = { state: 'monitoring', audience: ['public', 'internal'], notify: true, affected: [] } as const;
  await world.ctx.prisma.$transaction(async (tx) => {
    const incident = await findIncident(tx, publicId);
    const facts = { now: world.ctx.clock.now(), staff: null };
    await writeUpdate(tx, { ...world.ctx, actor: { kind: 'system', name: 'automation' } }, incident, {
      plan: acceptedPlan(planUpdate(incident, { ...input, occurredAt: movedAt, movedAt }, facts)),
      body: 'Serving recovered.',
      rendered: { html: '<p>Serving recovered.</p>', text: 'Serving recovered.' },
    });
  });
}
const lastAudit = () => world.ctx.prisma.auditRow.findFirstOrThrow({ orderBy: { seq: 'desc' } });

beforeEach(() => setApproval('major'));

describe('where approval is required', () => {
  test('the first public update and internal updates need none', async () => {
    const { incident } = await down();
    await postUpdate(cory(), { incident, body: 'for us', audience: ['internal'] });
    const { incident: internal } = await down({ audience: ['internal'] });
    await postUpdate(cory(), { incident: internal, body: 'The first public update.' });
    await expect(postUpdate(cory(), { incident: internal, body: 'The second.' })).rejects.toMatchObject(NEEDED);
  });

  test('the first update of a person after monitoring published needs none, unless it ends the incident', async () => {
    const published = async () => {
      const { incident } = await down({ state: 'detected' });
      await world.ctx.prisma.incident.update({ where: { publicId: incident }, data: { acknowledgedAt: null } });
      return incident;
    };
    const [one, other] = [await published(), await published()];
    await expect(resolveIncident(cory(), { incident: one, body: 'Over.', reason: 'r' })).rejects.toMatchObject(NEEDED);
    await postUpdate(cory(), { incident: one, body: 'We look into it.', state: 'investigating' });
    await acknowledgeIncident(cory(), { incident: other });
    for (const incident of [one, other])
      await expect(postUpdate(cory(), { incident, body: 'More.' })).rejects.toMatchObject(NEEDED);
  });

  test('no one can bypass it by another state, an edit, a resolution or a token', async () => {
    const { incident, update } = await down();
    const before = await everything(world);
    for (const ctx of [cory(), ada(), token()]) {
      await expect(
        postUpdate(ctx, {
          incident,
          body: 'b',
          state: 'monitoring',
          affected: [{ component: 'serving', status: 'operational' }],
        }),
      ).rejects.toMatchObject({ code: 'approval_needed' });
      await expect(resolveIncident(ctx, { incident, body: 'b', reason: 'r' })).rejects.toMatchObject(NEEDED);
      await expect(editUpdate(ctx, { incident, update, version: 1, body: 'b' })).rejects.toMatchObject(NEEDED);
    }
    expect(await everything(world)).toEqual(before);
  });

  test('retracting, withdrawing and merging need none', async () => {
    const [a, b, c] = [await down(), await down(), await down()];
    await retractUpdate(cory(), { incident: a.incident, update: a.update, reason: 'wrong' });
    await withdrawIncident(cory(), { incident: a.incident, reason: 'a drill' });
    await mergeIncident(cory(), { incident: b.incident, into: c.incident, reason: 'the same' });
  });

  test('it is required from the level of the component, including the status that the update states', async () => {
    const { incident } = await anIncident(world, {
      affected: [{ component: 'serving', status: 'partial_outage' }],
      separate: true,
    });
    await postUpdate(cory(), { incident, body: 'More.' });
    await expect(postUpdate(cory(), { incident, body: 'Worse.', affected: DOWN })).rejects.toMatchObject(NEEDED);
    await setApproval('partial');
    await expect(postUpdate(cory(), { incident, body: 'More.' })).rejects.toMatchObject(NEEDED);
    await setApproval('none');
    await postUpdate(cory(), { incident, body: 'Worse.', affected: DOWN });
  });
});

test('staff see in advance whether the next public update needs approval', async () => {
  const next = async (incident: string) => (await staffIncident(ed(), incident)).nextApproval;
  const { incident } = await down();
  expect(await next(incident)).toBe('needed');
  await world.ctx.prisma.incident.update({ where: { publicId: incident }, data: { acknowledgedAt: null } });
  expect(await next(incident)).toBe('possible'); // only if it ends the incident
  const { incident: partial } = await down({ affected: [{ component: 'serving', status: 'partial_outage' }] });
  expect(await next(partial)).toBe('possible'); // only if it states a worse status
  await setApproval('none');
  expect(await next(incident)).toBe('never');
});

describe('a draft for approval', () => {
  test('is published unchanged by someone else under its author, and the audit log names the approver', async () => {
    const { incident } = await down();
    const { version } = await save(cory(), incident);
    expect((await onCallOverview(ed())).waiting.find(({ publicId }) => publicId === incident)?.since).toBe(
      world.clock.now(),
    );
    expect((await staffIncident(ed(), incident)).draft).toMatchObject({
      isReady: true,
      approval: 'granted',
      html: '<p>The cause is known.</p>',
    });
    expect((await staffIncident(cory(), incident)).draft).toMatchObject({ approval: 'same_person' });
    const { update } = await approveDraft(ed(), { incident, version });
    expect(await rowOf(update)).toMatchObject({
      body: 'The cause is known.',
      state: 'identified',
      authorId: 'cory',
      versions: [{ authorId: 'cory' }],
    });
    expect(await lastAudit()).toMatchObject({
      action: 'incident:approve',
      actorId: 'ed',
      after: { writtenBy: { authorKind: 'staff', authorId: 'cory' } },
    });
    expect((await staffIncident(ed(), incident)).draft).toBeNull();
  });

  test('cannot be published by its author, by or for a program, or by a viewer', async () => {
    const { incident } = await down();
    await save(cory(), incident);
    const before = await everything(world);
    await expect(approveDraft(cory(), { incident, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^You can't approve your own update/),
    });
    await expect(approveDraft(token(), { incident, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/not a token/),
    });
    await expect(approveDraft(as(world.ctx, VERA), { incident, version: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await everything(world)).toEqual(before);
    await save(token(), incident, { version: 1 });
    await expect(approveDraft(ed(), { incident, version: 2 })).rejects.toMatchObject({
      message: expect.stringMatching(/not a token/),
    });
  });

  test('belongs to whoever changed it last and awaits another approval; an older version is not published', async () => {
    const { incident } = await down();
    await save(cory(), incident);
    await save(ed(), incident, { version: 1, content: { body: 'The cause is known to us.' } });
    await expect(approveDraft(ada(), { incident, version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(approveDraft(ed(), { incident, version: 2 })).rejects.toMatchObject({ code: 'conflict' });
    const { update } = await approveDraft(cory(), { incident, version: 2 });
    expect(await rowOf(update)).toMatchObject({ body: 'The cause is known to us.', authorId: 'ed' });
  });

  test('awaits approval only if saved as ready, and stays after an internal update', async () => {
    const { incident } = await down();
    await save(cory(), incident, { ready: false });
    await expect(approveDraft(ed(), { incident, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/not ready/),
    });
    await save(cory(), incident, { version: 1 });
    await composeUpdate(ed(), {
      incident,
      body: 'For us.',
      state: 'investigating',
      stateBefore: 'investigating',
      internal: 'on',
    });
    expect((await staffIncident(ed(), incident)).draft).toMatchObject({ isReady: true });
    await expect(save(cory(), incident, { version: 2, content: { body: ' ' } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('never reuses the version of an earlier draft, so that no one publishes, overwrites or deletes an unread one', async () => {
    const { incident } = await down();
    await save(cory(), incident);
    await approveDraft(ada(), { incident, version: 1 });
    await save(cory(), incident, { content: { body: 'Another text.' } });
    await expect(approveDraft(ed(), { incident, version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(save(ed(), incident, { version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      more: { theirs: { body: 'Another text.', version: 2 } },
    });
    await dropDraft(ed(), { incident, version: 1 });
    expect((await staffIncident(ed(), incident)).draft).toMatchObject({ version: 2 });
    await dropDraft(ed(), { incident, version: 2 });
    expect((await staffIncident(ed(), incident)).draft).toBeNull();
    expect(await lastAudit()).toMatchObject({ action: 'incident:drop-draft', actorId: 'ed' });
    expect(await save(cory(), incident)).toMatchObject({ version: 3 });
  });

  // Automation records a change of state in evaluated time, which is behind the clock by seconds, or by minutes while deliveries are held. A clock can also run
  // behind, and no clock orders two writes within one millisecond.
  test.each([
    ['automation, at the evaluated time before the draft was saved', -90_000],
    ['automation, at the very instant at which the draft was saved', 0],
    ['automation, after a step of the clock backwards by an hour', -3_600_000],
    ['a person later', 60_000],
  ])('is not published if the incident has changed its state since: by %s', async (_, offset) => {
    const { incident } = await down();
    await save(cory(), incident);
    await postUpdate(ed(), { incident, body: 'For us.', audience: ['internal'] });
    await move(incident, world.clock.now() + offset);
    await expect(approveDraft(ed(), { incident, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/has changed to monitoring since/),
    });
    await save(ada(), incident, { version: 1 });
    await approveDraft(ed(), { incident, version: 2 });
  });

  test('is not published if its author had not seen the change of state when saving', async () => {
    const { incident } = await down();
    const { moves } = await staffIncident(cory(), incident);
    await move(incident, world.clock.now() - 5_000);
    await composeUpdate(cory(), {
      intent: 'ready',
      incident,
      body: 'b',
      state: 'identified',
      stateBefore: 'investigating',
      moves: String(moves),
    });
    await expect(approveDraft(ed(), { incident, version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    await save(ada(), incident, { version: 1, moves: 99 });
    expect(
      (await world.ctx.prisma.incidentDraft.findFirstOrThrow({ where: { incident: { publicId: incident } } })).moves,
    ).toBe(moves + 1);
  });

  test('is published once for simultaneous approvals', async () => {
    const { incident } = await down();
    await save(cory(), incident);
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => approveDraft(i % 2 ? ed() : ada(), { incident, version: 1 })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await staffIncident(ed(), incident)).updates).toHaveLength(2);
  });

  test('of an edit changes the text by the version that it is based on', async () => {
    const { incident, update } = await down();
    await save(cory(), incident, { content: { body: 'Corrected.', edit: { update, version: 1 } } });
    expect(await approveDraft(ed(), { incident, version: 1 })).toEqual({ incident, update });
    expect(await rowOf(update)).toMatchObject({ body: 'Corrected.', version: 2, versions: [{}, { authorId: 'cory' }] });
    await save(cory(), incident, { content: { body: 'Again.', edit: { update, version: 1 } } });
    await expect(approveDraft(ed(), { incident, version: 1 })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('can end the incident with its reason', async () => {
    const { incident } = await down();
    await save(cory(), incident, { content: { body: 'Over.', state: 'resolved', reason: 'r' } });
    await approveDraft(ed(), { incident, version: 1 });
    expect(await staffIncident(ed(), incident)).toMatchObject({ state: 'resolved' });
  });

  test('with a fault at the n-th database call is published with its audit row, or still awaits approval', async () => {
    const { incident } = await down();
    await save(cory(), incident);
    const before = await everything(world);
    const calls = await faultAtEachCall(
      ed(),
      (ctx) => approveDraft(ctx, { incident, version: 1 }),
      () => everything(world),
    );
    expect(calls).toBeGreaterThan(5);
    expect((await everything(world)).audited).toBe(before.audited + 1);
  });
});

describe('the text of a draft for approval', () => {
  test('is shown to the approver as it will be published, with its placeholders filled', async () => {
    const { incident } = await down();
    const content = { body: '{{components}}: **{{title}}**', state: 'identified' as const };
    const { version } = await save(cory(), incident, { content });
    expect((await staffIncident(ed(), incident)).draft?.html).toBe('<p>Serving: <strong>Slow answers</strong></p>');
    await approveDraft(ed(), { incident, version });
    expect((await staffIncident(ed(), incident)).updates[0]?.html).toBe(
      '<p>Serving: <strong>Slow answers</strong></p>',
    );
  });

  test('names the time of the next update only if there is one', async () => {
    const { incident } = await down();
    const body = 'Next by {{next_update}}.';
    await expect(save(cory(), incident, { content: { body } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/next_update/),
    });
    await save(cory(), incident, { content: { body, nextMinutes: 30 } });
    expect((await staffIncident(ed(), incident)).draft?.html).toMatch(/^<p>Next by \d\d:\d\d UTC/);
  });
});
