import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyAudit } from '#server/audit/verify-audit';
import { testWorld } from '#server/test/database';
import { Fault, failingAt } from '#server/test/faults';
import { startFleet } from '#server/test/outages';
import { ADA, as } from '#server/test/people';
import { runAutomation } from './run-automation.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world);
});
afterAll(() => fleet.stop());

const at = (minutes: number) => T0 + minutes * MINUTE;
const incidents = () =>
  world.ctx.prisma.incident.findMany({
    orderBy: { id: 'asc' },
    include: {
      episodes: { orderBy: { fromAt: 'asc' } },
      updates: { orderBy: { id: 'asc' }, include: { impacts: true } },
      components: true,
      notes: true,
    },
  });
const audited = async () =>
  (await world.ctx.prisma.auditRow.findMany({ where: { objectKind: 'incident' }, orderBy: { seq: 'asc' } })).map(
    ({ action }) => action,
  );
const newest = async () => (await incidents()).at(-1);
const span = (episodes: { fromAt: Date; toAt: Date | null }[]) =>
  episodes.map(({ fromAt, toAt }) => [(fromAt.getTime() - T0) / MINUTE, toAt ? (toAt.getTime() - T0) / MINUTE : null]);

describe('incident automation, after each evaluation', () => {
  test('opens a public incident with a readable text when an outage is confirmed', async () => {
    await fleet.run(at(5));
    await fleet.run(at(5) + 30_000, { serving: 'partial' });
    expect(await incidents()).toEqual([]);
    await fleet.run(at(5) + 40_000, { serving: 'partial' });
    const incident = await newest();
    expect(incident).toMatchObject({
      title: 'Serving partly down',
      origin: 'automatic',
      state: 'detected',
      startedAt: new Date(at(5) + 10_000),
    });
    expect(incident?.publicAt).toEqual(new Date(at(5) + 40_001));
    expect(incident?.episodes).toMatchObject([{ level: 2, toAt: null, confirmedAt: new Date(at(5) + 40_000) }]);
    const [first] = incident?.updates ?? [];
    expect(first).toMatchObject({
      audience: ['public', 'internal'],
      notifies: true,
      authorKind: 'system',
      authorId: 'automation',
      occurredAt: new Date(at(5) + 10_000),
    });
    expect(first?.body).toBe(
      'Serving has been partly down since 12:05 UTC, according to monitoring. Updates will appear here.',
    );
    expect(first?.body).not.toMatch(/STATUS|DOWN|[A-Z]{4}|\b[Ww]e\b/); // before acknowledgement, the text must not claim that people work on it
    expect(first?.impacts).toMatchObject([{ oldStatus: 'operational', newStatus: 'partial_outage' }]);
    expect(await audited()).toEqual(['incident:open']);
  });

  test('changes nothing in a second run, and reports a level once if it falls and rises again', async () => {
    expect(await runAutomation(world.ctx)).toBe(0);
    await fleet.run(at(7), { serving: 'major' });
    await fleet.run(at(9), { serving: 'partial' });
    await fleet.run(at(11), { serving: 'major' });
    expect((await newest())?.updates.map(({ body }) => body.slice(0, 21))).toEqual([
      'Serving has been part',
      'Impact has increased.',
    ]);
  });

  test('adds a second component to the incident, and keeps the title that it was opened with', async () => {
    await fleet.run(at(13), { serving: 'major', analytics: 'partial' });
    const incident = await newest();
    expect([incident?.title, incident?.components.length, incident?.episodes.length]).toEqual([
      'Serving partly down',
      2,
      2,
    ]);
    expect(incident?.updates.at(-1)?.body).toMatch(
      /^Analytics is now also affected\. Serving has been down since 12:05 UTC and Analytics has been partly down since 12:11 UTC, according/,
    );
  });

  test('moves to monitoring after recoverFor without trouble, and reopens the same incident', async () => {
    await fleet.run(at(15));
    expect(await newest()).toMatchObject({ state: 'monitoring' });
    expect((await newest())?.updates.at(-1)?.body).toMatch(/^Serving and Analytics recovered at 12:13/);
    await world.ctx.prisma.incident.updateMany({ data: { acknowledgedAt: new Date(world.clock.now()) } });
    await fleet.run(at(20), { serving: 'major' });
    const incident = await newest();
    expect([incident?.state, (await incidents()).length, incident?.acknowledgedAt]).toEqual(['detected', 1, null]); // people acknowledge it again
    expect(incident?.updates.at(-1)?.body).toBe(
      'Serving is failing again. Serving has been down since 12:15 UTC, according to monitoring.',
    );
    expect(span(incident?.episodes.filter((one) => one.componentId === 1) ?? [])).toEqual([
      [5 + 1 / 6, 13 + 1 / 6],
      [15 + 1 / 6, null],
    ]);
  });

  test('adds an internal note if late data removes the outage, and withdraws nothing', async () => {
    await fleet.run(at(22));
    const now = world.clock.now();
    for (let t = at(15) + 10_000; t < at(22); t += 10_000) {
      for (const source of ['late-a', 'late-b'])
        await world.ctx.prisma.source.createMany({
          data: [{ name: source, createdAt: new Date(t) }],
          skipDuplicates: true,
        });
      await fleet.observeAs(['late-a', 'late-b'], t);
    }
    world.clock.set(now + 1_000);
    await fleet.evaluate();
    const incident = await newest();
    expect(incident?.episodes.filter(({ removedAt }) => removedAt)).toHaveLength(1);
    expect(incident).toMatchObject({ withdrawnAt: null });
    expect(incident?.notes.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^Monitoring no longer shows an outage of Serving from 12:15 UTC/),
    ]);
    expect(await verifyAudit(as(world.ctx, ADA))).toMatchObject({ broken: null });
  });
});

test('a clock that ran ahead when an incident opened does not prevent monitoring', async () => {
  await world.ctx.prisma.incident.updateMany({
    data: { state: 'postmortem', resolvedAt: new Date(world.clock.now()) },
  });
  await fleet.run(at(24));
  const ahead = { ...world.clock, now: () => world.clock.now() + 60 * MINUTE };
  await fleet.run(at(24) + 30_000, { serving: 'major' });
  world.clock.set(at(24) + 40_001);
  await fleet.observe(at(24) + 40_000, () => 'major');
  await fleet.evaluate((ctx) => runAutomation({ ...ctx, clock: ahead }));
  expect(await newest()).toMatchObject({ state: 'detected', movedAt: new Date(at(24) + 40_001) });
  await fleet.run(at(27));
  expect(await newest()).toMatchObject({ state: 'monitoring' });
});

test('flapping is reported once, and further changes appear on the timeline without notifications', async () => {
  await world.ctx.prisma.incident.updateMany({
    data: { state: 'postmortem', resolvedAt: new Date(world.clock.now()) },
  });
  for (const start of [27, 31, 35, 39]) {
    await fleet.run(at(start + 2), { serving: 'partial' });
    await fleet.run(at(start + 4));
  }
  const updates = (await newest())?.updates.map(({ body, notifies, audience }) => [
    body.slice(0, 14),
    notifies,
    audience.includes('public'),
  ]);
  expect(updates).toEqual([
    ['Serving has be', true, true],
    ['Serving recove', true, true],
    ['Serving is fai', true, true],
    ['Serving recove', true, true],
    ['Serving has fa', true, true],
    ['Serving recove', false, true],
    ['Serving is fai', false, true],
    ['Serving recove', false, true],
  ]);
});

describe('a fault at any call', () => {
  test('writes the incident and its audit row, or neither, and the next run completes the action', async () => {
    await world.ctx.prisma.incident.updateMany({
      data: { state: 'postmortem', resolvedAt: new Date(world.clock.now()) },
    });
    await fleet.run(at(50));
    const count = async () => [
      await world.ctx.prisma.incident.count(),
      await world.ctx.prisma.auditRow.count(),
      await world.ctx.prisma.episode.count(),
    ];
    await fleet.run(at(50) + 30_000, { serving: 'major' });
    const before = await count();
    let n = 1;
    world.clock.set(at(50) + 40_001);
    await fleet.observe(at(50) + 40_000, () => 'major');
    await fleet.evaluate(async (ctx) => {
      for (; n < 100; n++) {
        const failing = failingAt(ctx, n);
        const outcome = await runAutomation(failing.ctx).catch((error: Error) => error);
        if (!(outcome instanceof Fault)) break;
        expect(await count()).toEqual(before);
      }
      return 0;
    });
    expect(n).toBeGreaterThan(5);
    expect((await count()).map((now, i) => now - (before[i] ?? 0))).toEqual([1, 1, 1]);
  });
});

describe('the table', () => {
  test('allows one open automatic incident per component', async () => {
    const [open] = await world.ctx.prisma.incident.findMany({ where: { state: 'detected' } });
    const copy = `INSERT INTO incident (public_id, title, origin, state, moved_at, started_at, created_at, updated_at) VALUES ($1, 'x', $2, 'detected', $3, $3, $3, $3) RETURNING id`;
    const name =
      'INSERT INTO incident_component (incident_id, component_id, status, is_open_automatic) VALUES ($1, 1, $2, $3)';
    const insert = async (origin: string) =>
      (await world.ctx.web.query(copy, [`${origin.padEnd(12, '0')}`.slice(0, 12), origin, new Date(T0)])).rows[0].id;
    expect(open?.state).toBe('detected');
    const second = await insert('automatic');
    await expect(world.ctx.web.query(name, [second, 'operational', true])).rejects.toMatchObject({ code: '23505' });
    await expect(world.ctx.web.query(name, [second, 'operational', false])).rejects.toMatchObject({ code: '23503' }); // the flag must match the incident
    await world.ctx.web.query(name, [await insert('staff'), 'operational', false]);
    await world.ctx.prisma.incident.update({
      where: { id: open?.id ?? 0 },
      data: { state: 'resolved', resolvedAt: new Date(T0) },
    });
    await world.ctx.web.query(name, [second, 'operational', true]);
    await expect(
      world.ctx.prisma.incident.update({ where: { id: open?.id ?? 0 }, data: { state: 'detected' } }),
    ).rejects.toMatchObject({ code: 'P2002' });
  });

  test('allows one episode per component and start, except removed ones', async () => {
    const [episode] = await world.ctx.prisma.episode.findMany({ where: { removedAt: null, toAt: null } });
    const copy =
      'INSERT INTO episode (incident_id, component_id, from_at, level, confirmed_at, removed_at) VALUES ($1, $2, $3, 2, $3, $4)';
    const values = [episode?.incidentId, episode?.componentId, new Date(at(60))];
    await expect(world.ctx.web.query(copy, [...values, null])).rejects.toMatchObject({ code: '23P01' });
    await world.ctx.web.query(copy, [...values, new Date(at(60))]);
  });
});
