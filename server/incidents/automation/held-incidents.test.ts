import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type IncidentSettings } from '#domain/automation/incident-record';
import { publicIncidents } from '#server/incidents/reads/public-incidents';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { as, CORY } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
let start = T0;
let fleet: Awaited<ReturnType<typeof startFleet>> | null = null;

/** Minutes from the start of the running test. */
const at = (minutes: number) => start + minutes * MINUTE;
const run = (minutes: number, states: Parameters<Awaited<ReturnType<typeof startFleet>>['run']>[1] = {}) =>
  fleet?.run(at(minutes), states);

async function incidents() {
  return world.ctx.prisma.incident.findMany({
    where: { createdAt: { gte: new Date(start) } },
    orderBy: { id: 'asc' },
    include: {
      episodes: { orderBy: { fromAt: 'asc' } },
      updates: { orderBy: { id: 'asc' }, include: { impacts: true } },
    },
  });
}

const newest = async () => (await incidents()).at(-1);
const audited = async () =>
  (
    await world.ctx.prisma.auditRow.findMany({
      where: { objectId: (await newest())?.publicId ?? '' },
      orderBy: { seq: 'asc' },
    })
  ).map(({ action }) => action);

/** Each test begins three hours after the one before, with both components up and settings of their own. */
beforeEach(async () => {
  start += 180 * MINUTE;
  world.clock.set(start);
  fleet ??= await startFleet(world);
  await world.ctx.web.query(
    "UPDATE incident SET state = 'resolved', resolved_at = now() WHERE state NOT IN ('resolved', 'postmortem')",
  );
  await world.ctx.web.query('DELETE FROM incident_setting');
  await run(1);
});
afterAll(() => fleet?.stop());

async function settings(change: Partial<IncidentSettings>): Promise<void> {
  const { id: componentId } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'serving' } });
  await world.ctx.prisma.incidentSetting.create({ data: { componentId, ...DEFAULT_SETTINGS, ...change } });
}

describe('an outage of a component whose incidents are held', () => {
  beforeEach(() => settings({ publish: 'held', holdMs: 3 * MINUTE }));

  test('is internal until the hold ends, and then public with the text of an opened incident', async () => {
    await run(4, { serving: 'major' });
    const held = await newest();
    expect(held).toMatchObject({
      publicAt: null,
      episodes: [{ isPublished: true }],
      updates: [{ audience: ['internal'] }],
    });
    expect((held?.heldUntil?.getTime() ?? 0) - (held?.createdAt.getTime() ?? 0)).toBe(3 * MINUTE);
    expect(await publicIncidents(world.ctx, { kind: 'open' })).toEqual([]);
    await run(6, { serving: 'major' });
    const published = await newest();
    expect(published?.updates.at(-1)).toMatchObject({
      audience: ['public', 'internal'],
      notifies: true,
      authorId: 'automation',
      occurredAt: held?.episodes[0]?.fromAt,
      impacts: [{ newStatus: 'major_outage' }],
    });
    expect(published?.updates.at(-1)?.body).toMatch(/^Serving has been down since \d\d:01 UTC/);
    expect(published).toMatchObject({ heldUntil: null, updates: { length: 2 }, publicAt: expect.any(Date) });
    expect((published?.publicAt?.getTime() ?? 0) >= (held?.heldUntil?.getTime() ?? 0)).toBe(true);
    expect(await audited()).toEqual(['incident:open', 'incident:publish']);
    expect((await publicIncidents(world.ctx, { kind: 'open' })).length).toBe(1);
  });

  test('stays internal if it ends before the hold', async () => {
    await run(3, { serving: 'major' });
    await run(10);
    expect(await newest()).toMatchObject({ publicAt: null, state: 'monitoring' });
    expect(await audited()).toEqual(['incident:open', 'incident:revise', 'incident:recover']);
  });

  test('stays internal if staff resolve it before the hold', async () => {
    await run(3, { serving: 'major' });
    const incident = (await newest())?.publicId ?? '';
    await resolveIncident(as(world.ctx, CORY), {
      incident,
      body: 'A test of ours.',
      reason: 'A test.',
      audience: ['internal'],
    });
    await run(10, { serving: 'major' });
    expect(await newest()).toMatchObject({ publicAt: null });
    expect(await audited()).not.toContain('incident:publish');
  });
});

test('an outage of a component whose incidents are published manually stays internal', async () => {
  await settings({ publish: 'never' });
  await run(6, { serving: 'major' });
  expect(await newest()).toMatchObject({ publicAt: null, heldUntil: null, state: 'detected' });
  expect(await audited()).toEqual(['incident:open']);
});

describe('a flapping component', () => {
  beforeEach(async () => {
    for (const minute of [2, 5, 8]) {
      await run(minute + 1, { serving: 'partial' });
      await run(minute + 3);
    }
  });

  test('is reported as flapping once, and again when an outage lasts ten minutes', async () => {
    const before = (await newest())?.updates.filter(({ notifies }) => notifies).length ?? 0;
    expect((await incidents()).length).toBe(1);
    await run(20, { serving: 'partial' });
    expect(await audited()).not.toContain('incident:sustain');
    expect((await newest())?.episodes.at(-1)).toMatchObject({ isPublished: false, toAt: null });
    await run(22, { serving: 'partial' });
    const incident = await newest();
    expect((await audited()).filter((action) => action === 'incident:sustain').length).toBe(1);
    expect(incident?.episodes.at(-1)).toMatchObject({ isPublished: true, toAt: null });
    expect(incident?.updates.filter(({ notifies }) => notifies).length).toBe(before + 1);
    expect(incident?.updates.at(-1)).toMatchObject({
      audience: ['public', 'internal'],
      impacts: [{ newStatus: 'partial_outage' }],
    });
  });
});
