import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { statedOf } from '#domain/site/public-status';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { incidentById } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { type FleetState, startFleet } from '#server/test/outages';
import { as, CORY } from '#server/test/people';
import { postAutomaticUpdate } from './post-automatic-update.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const SECOND = 1_000;
const COMPONENTS = ['serving', 'analytics', 'reports', 'billing'];
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);
let fleet: Awaited<ReturnType<typeof startFleet>>;

beforeAll(async () => {
  for (const [i, slug] of ['reports', 'billing'].entries()) {
    const policies = { create: { version: 1, effectiveFrom: new Date(0), confirmForMs: 30_000 } };
    const name = slug === 'reports' ? 'Reports' : 'Billing';
    await world.ctx.prisma.component.create({
      data: {
        slug,
        publicId: `${slug}00000`.padEnd(12, '0'),
        name,
        position: 10 + i,
        targetMillionths: 999_000,
        createdAt: new Date(0),
        policies,
      },
    });
  }
  fleet = await startFleet(world, COMPONENTS);
});
afterAll(() => fleet.stop());
beforeEach(async () => {
  await world.ctx.prisma.incident.updateMany({
    data: { state: 'postmortem', resolvedAt: new Date(world.clock.now()) },
  });
  await fleet.run(world.clock.now() + 180 * SECOND);
});

/** Lets components fail, each after this many seconds, until `seconds` have passed. Returns the start. */
async function fail(
  after: Partial<Record<string, number>>,
  seconds: number,
  state: FleetState = 'major',
): Promise<number> {
  const from = world.clock.now();
  for (let t = 10; t <= seconds; t += 10) {
    const down = Object.entries(after).filter(([, start]) => (start as number) < t);
    await fleet.run(from + t * SECOND, Object.fromEntries(down.map(([component]) => [component, state])));
  }
  return from;
}

async function newest() {
  const incident = await world.ctx.prisma.incident.findFirstOrThrow({
    where: { origin: 'automatic' },
    orderBy: { id: 'desc' },
    include: {
      components: true,
      updates: {
        orderBy: { id: 'asc' },
        include: { events: true, versions: { orderBy: { version: 'asc' } }, impacts: { include: { component: true } } },
      },
    },
  });
  return { ...incident, published: await publicIncident(world.ctx, incident.publicId) };
}

describe('a failure that spreads', () => {
  test('is one update after the first, revised in place with every version stored, and notifies when it pauses', async () => {
    await fail({ serving: 0, analytics: 10, reports: 20, billing: 30 }, 70);
    const { updates, published, title, publicUpdatedAt } = await newest();
    expect(title).toBe('Serving, Analytics and Reports down');
    expect(published.updates).toHaveLength(2);
    const [first, burst] = updates;
    expect(first).toMatchObject({ version: 1, events: [{ dueAt: first?.publishedAt }] }); // the first update is never delayed
    expect(burst?.body).toMatch(
      /^Analytics, Reports and Billing are now also affected\. Serving has been down since .*, Analytics has been down since/,
    );
    expect(burst?.versions.map(({ body }) => body.split(' now')[0])).toEqual([
      'Analytics is',
      'Analytics and Reports are',
      'Analytics, Reports and Billing are',
    ]);
    expect(
      burst?.impacts.map(({ component, oldStatus, newStatus }) => [component.slug, oldStatus, newStatus]).sort(),
    ).toEqual(['analytics', 'billing', 'reports'].map((slug) => [slug, 'operational', 'major_outage']));
    const [began, last] = [burst?.publishedAt.getTime() ?? 0, burst?.editedAt?.getTime() ?? 0];
    expect([last - began, (burst?.events[0]?.dueAt.getTime() ?? 0) - last]).toEqual([20 * SECOND, 20 * SECOND]);
    expect(publicUpdatedAt).toEqual(burst?.editedAt);
  });

  test('notifies when it pauses, and a later failure gets an update of its own', async () => {
    await fail({ serving: 0, analytics: 10, reports: 20, billing: 40 }, 80, 'partial'); // 20 s after Reports, when the notification is due
    const { updates } = await newest();
    expect(updates.map(({ version }) => version)).toEqual([1, 2, 1]);
    expect(updates[2]?.body).toMatch(/^Billing is now also affected/);
  });

  test('reports a rise in level with the current situation', async () => {
    const from = await fail({ serving: 0, analytics: 10 }, 40, 'partial');
    await fleet.run(from + 60 * SECOND, { serving: 'major', analytics: 'partial' });
    await fleet.run(from + 90 * SECOND, { serving: 'major', analytics: 'partial' });
    const { updates } = await newest();
    expect(updates.at(-1)?.body).toMatch(
      /Impact has increased\. Serving has been down since .* and Analytics has been partly down since/,
    );
    expect(updates.length).toBeLessThanOrEqual(3);
  });
});

describe('an update of a person', () => {
  test('stays on top: further reports revise the update of the burst and keep the state of the person', async () => {
    const from = await fail({ serving: 0, analytics: 10, reports: 20 }, 50);
    const { publicId, updates } = await newest();
    expect(updates.map(({ version }) => version)).toEqual([1, 1]);
    const { update } = await postUpdate(cory(), {
      incident: publicId,
      body: 'We found the cause.',
      state: 'identified',
    });
    await fleet.run(from + 60 * SECOND, { serving: 'major', analytics: 'major', reports: 'major' });
    const after = await newest();
    expect(after.state).toBe('identified');
    expect(after.updates.map((one) => [one.publicId === update, one.state, one.version])).toEqual([
      [false, 'detected', 1],
      [false, 'detected', 2],
      [true, 'identified', 1],
    ]);
  });

  test('ends the burst if it states a component that the next report is about', async () => {
    const from = world.clock.now();
    const states = (t: number) =>
      ({ serving: t < 30 ? 'partial' : 'major', analytics: t < 20 ? 'up' : 'partial' }) as const;
    for (let t = 10; t <= 50; t += 10) await fleet.run(from + t * SECOND, states(t));
    const { publicId } = await newest();
    await postUpdate(cory(), {
      incident: publicId,
      body: 'Serving is slow.',
      affected: [{ component: 'serving', status: 'degraded_performance' }],
    });
    await fleet.run(from + 60 * SECOND, states(60));
    const { updates, components, published } = await newest();
    expect(
      updates.map(({ version, impacts }) => [
        version,
        ...impacts.map((one) => `${one.component.slug}: ${one.oldStatus} → ${one.newStatus}`),
      ]),
    ).toEqual([
      [1, 'serving: operational → partial_outage'],
      [1, 'analytics: operational → partial_outage'],
      [1, 'serving: partial_outage → degraded_performance'],
      [1, 'serving: degraded_performance → major_outage'],
    ]);
    expect(components.map(({ status }) => status).sort()).toEqual(['major_outage', 'partial_outage']);
    const serving = published.components.find(({ slug }) => slug === 'serving')?.publicId ?? '';
    expect(statedOf(serving, [published], { status: 'partial_outage' })).toBe('partial_outage'); // the level that monitoring stated falls with its measurement
  });

  test.each([
    [
      'edited',
      (incident: string, update: string) =>
        editUpdate(cory(), { incident, update, version: 1, body: 'Analytics is slow.' }),
    ],
    ['retracted', (incident: string, update: string) => retractUpdate(cory(), { incident, update, reason: 'Wrong.' })],
  ])('is not written over where they %s the update of the burst', async (_, change) => {
    await fail({ serving: 0, analytics: 10, reports: 20 }, 40);
    await fleet.run(world.clock.now() + 10 * SECOND, { serving: 'major', analytics: 'major', reports: 'major' });
    const { publicId, updates } = await newest();
    const burst = updates.at(-1);
    expect(burst?.body).toMatch(/^Analytics is now also affected/);
    await change(publicId, burst?.publicId ?? '');
    const changed = await world.ctx.prisma.incidentUpdate.findUniqueOrThrow({ where: { id: burst?.id ?? 0 } });
    await fleet.run(world.clock.now() + 10 * SECOND, { serving: 'major', analytics: 'major', reports: 'major' });
    const after = (await newest()).updates;
    expect(after.find(({ id }) => id === burst?.id)).toMatchObject(changed);
    expect(after.at(-1)?.body).toMatch(/^Reports is now also affected/);
  });
});

describe('a notification that is not due yet', () => {
  const burst = async () => {
    await fail({ serving: 0, analytics: 10 }, 50);
    const { publicId, updates } = await newest();
    const last = updates.at(-1);
    expect(last?.events[0]?.dueAt.getTime()).toBeGreaterThan(world.clock.now());
    return { incident: publicId, update: last?.publicId ?? '' };
  };
  const stored = (publicId: string) =>
    world.ctx.prisma.incidentUpdate.findUniqueOrThrow({ where: { publicId }, include: { events: true } });
  const into = async () => (await openIncident(cory(), { title: 'Both', body: 'b', separate: true })).incident;
  test.each<[string, (pending: Awaited<ReturnType<typeof burst>>) => Promise<unknown>]>([
    ['resolved', ({ incident }) => resolveIncident(cory(), { incident, body: 'Done.', reason: 'Checked by hand.' })],
    ['withdrawn', ({ incident }) => withdrawIncident(cory(), { incident, reason: 'A test.' })],
    ['merged', async ({ incident }) => mergeIncident(cory(), { incident, into: await into(), reason: 'One cause.' })],
    ['retracted', (pending) => retractUpdate(cory(), { ...pending, reason: 'Wrong.' })],
  ])('is cancelled when it is %s', async (_, end) => {
    const pending = await burst();
    await end(pending);
    expect(await stored(pending.update)).toMatchObject({
      notifies: false,
      events: expect.arrayContaining([expect.objectContaining({ notifies: false, outcome: 'cancelled' })]),
    });
  });

  test('is not delayed by a report that does not notify', async () => {
    const pending = await burst();
    const incident = await world.ctx.prisma.incident.findUniqueOrThrow({ where: { publicId: pending.incident } });
    const before = await stored(pending.update);
    world.clock.set(world.clock.now() + 5 * SECOND);
    const { componentId } = await world.ctx.prisma.episode.findFirstOrThrow({ where: { incidentId: incident.id } });
    const now = world.clock.now();
    await withIncidentLock(world.ctx, async (tx) =>
      postAutomaticUpdate(tx, cory(), await incidentById(tx, incident.id), {
        report: { kind: 'recurred', componentIds: [componentId] },
        state: 'detected',
        affected: [],
        occurredAt: now,
        movedAt: now,
        isPublic: true,
        notifies: false,
      }),
    );
    const after = await stored(pending.update);
    expect(after).toMatchObject({ version: before.version + 1, events: before.events });
  });
});

test('a recovery names the components that failed last, not those that recovered long before', async () => {
  await fail({ serving: 0, analytics: 10 }, 120);
  await fleet.run(world.clock.now() + 120 * SECOND);
  expect((await newest()).updates.at(-1)?.body).toMatch(/^Serving and Analytics recovered at/);
  await fail({ serving: 0 }, 120);
  await fleet.run(world.clock.now() + 120 * SECOND);
  const { updates } = await newest();
  expect(updates.at(-1)?.body).toMatch(/^Serving recovered at/);
  expect(updates.at(-1)?.impacts.map(({ component }) => component.slug)).toEqual(['serving']);
});
