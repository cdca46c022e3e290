import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRADICTION_AFTER_MS, EVALUATED_BEHIND_MS, PROMISE_SOON_MS } from '#domain/alerting/alert-conditions';
import { COOLDOWN_MS } from '#domain/alerting/alert-cooldown';
import { REPEAT_EVERY_MS, ROUNDS_MAX } from '#domain/alerting/alert-deliveries';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { acknowledgeAlert } from '#server/alerting/verbs/acknowledge-alert';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import { testDestination } from '#server/alerting/verbs/test-destination';
import { onCallOverview } from '#server/incidents/console/on-call-overview';
import { openAlerts } from '#server/incidents/console/open-alerts';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { aMailDestination, mailsTo, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY, ED, plantPerson, VERA } from '#server/test/people';
import { createStaffAlerts } from './run-alerting.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
let alerts: ReturnType<typeof createStaffAlerts>;

beforeAll(async () => {
  fleet = await startFleet(world);
  alerts = createStaffAlerts(world.ctx);
});
afterAll(() => fleet.stop());

/** Posts and evaluates probes and runs alerting every ten seconds. */
async function run(ms: number, moods: Parameters<typeof fleet.run>[1] = {}): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
    await fleet.run(world.clock.now() + 10_000, moods);
    await alerts.runOnce();
  }
}

const incidentOf = async () =>
  (await world.ctx.prisma.incident.findFirstOrThrow({ orderBy: { id: 'desc' }, select: { publicId: true } })).publicId;
const openNow = () => openAlerts(as(world.ctx, VERA));

test('an outage alerts once, with a link to the incident, repeats until somebody acknowledges it, and ends with a message', async () => {
  await aMailDestination(world);
  const { id: cory } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
  await run(5 * MINUTE);
  expect(await subjectsTo(world)).toEqual([]);
  await run(5 * MINUTE, { serving: 'partial' });
  const text = 'Serving has been partly down since 12:05 UTC.';
  expect(await subjectsTo(world)).toEqual([text]);
  const [mail] = await mailsTo(world.mailFolder, 'duty@status.example');
  expect(mail?.text).toContain(`${world.ctx.publicOrigin}/console/incidents/${await incidentOf()}`);
  expect(mail?.headers.get('message-id')).toMatch(/^<staff-alert-[a-z0-9]{12}-raised-1@127\.0\.0\.1>$/);
  await run(REPEAT_EVERY_MS, { serving: 'partial' });
  expect(await subjectsTo(world)).toEqual([text, `Reminder: ${text}`].sort());

  const [alert] = await openNow();
  expect(alert).toMatchObject({ text, incident: await incidentOf(), acknowledged: null });
  await acknowledgeAlert(as(world.ctx, { ...CORY, id: cory } as typeof CORY), {
    id: alert?.id,
    urgency: alert?.urgency,
  });
  await run(2 * REPEAT_EVERY_MS, { serving: 'partial' });
  expect(await subjectsTo(world)).toHaveLength(2);
  expect((await onCallOverview(as(world.ctx, VERA))).alerts).toMatchObject([
    { acknowledged: { by: 'Cory Communicator' } },
  ]);

  await run(5 * MINUTE, { serving: 'major' });
  const seen = { id: alert?.id, urgency: alert?.urgency };
  await expect(acknowledgeAlert(as(world.ctx, { ...CORY, id: cory } as typeof CORY), seen)).rejects.toMatchObject({
    code: 'conflict',
  });
  const worse = 'Serving has been down since 12:05 UTC.';
  expect(await subjectsTo(world)).toContain(`Severity increased: ${worse}`);
  expect(await openNow()).toMatchObject([{ acknowledged: null }]);
  const endMails = async () =>
    (await mailsTo(world.mailFolder, 'duty@status.example')).filter(({ subject }) => /Serving recovered/.test(subject));
  await run(COOLDOWN_MS);
  expect(await endMails()).toEqual([]);
  await run(2 * MINUTE);
  const [last, ...others] = await endMails();
  expect(others).toEqual([]);
  expect(last?.subject).toBe('[Service status] Serving recovered at 12:45 UTC after 40 min down.');
  expect(last?.text).toContain('Alert active from 12:05 UTC on 30 March 2022 to 12:45 UTC on 30 March 2022.');
  expect(await openNow()).toEqual([]);
});

test('an outage that returns after the end alerts again', async () => {
  const before = (await subjectsTo(world)).length;
  await run(3 * MINUTE, { serving: 'partial' });
  expect(
    (await subjectsTo(world)).filter((subject) =>
      /^Serving has been partly down again since \d\d:\d\d UTC/.test(subject),
    ),
  ).toHaveLength(1);
  await run(2 * MINUTE + COOLDOWN_MS);
  expect(await subjectsTo(world)).toHaveLength(before + 2);
});

test('an unacknowledged alert is sent at most ROUNDS_MAX times', async () => {
  const before = (await subjectsTo(world)).length;
  await run(MINUTE, { analytics: 'partial' });
  for (let i = 0; i < ROUNDS_MAX + 3; i++) {
    world.clock.set(world.clock.now() + REPEAT_EVERY_MS);
    await fleet.observe(world.clock.now(), (component) => (component === 'analytics' ? 'partial' : 'up'));
    await alerts.runOnce();
  }
  const sent = (await subjectsTo(world))
    .slice()
    .filter((subject) => /Analytics has been partly down|No current data for Analytics/.test(subject));
  expect(sent).toHaveLength(ROUNDS_MAX);
  expect((await subjectsTo(world)).length).toBeGreaterThan(before);
});

describe('without probes', () => {
  const other = testWorld(T0);
  const advance = async (ms: number) => {
    other.clock.set(other.clock.now() + ms);
    await service.runOnce();
  };
  let service: ReturnType<typeof createStaffAlerts>;
  let incident = '';
  beforeAll(async () => {
    service = createStaffAlerts(other.ctx);
    await aMailDestination(other);
    ({ incident } = await anIncident(other));
  });

  test('a promised update alerts ten minutes before it is due and when it is overdue, until the next update', async () => {
    const by = new Date(T0 + 30 * MINUTE).toISOString();
    await postUpdate(as(other.ctx, CORY), { incident, body: 'We look.', nextUpdateBy: by });
    await advance(30 * MINUTE - PROMISE_SOON_MS - 1);
    expect(await subjectsTo(other)).toEqual([]);
    await advance(1);
    expect(await subjectsTo(other)).toEqual(['Slow answers: next update due by 12:30 UTC.']);
    const [alert] = await openAlerts(as(other.ctx, VERA), incident);
    await acknowledgeAlert(as(other.ctx, CORY), { id: alert?.id, urgency: alert?.urgency });
    await advance(PROMISE_SOON_MS);
    const overdue = 'Slow answers: next update overdue since 12:30 UTC.';
    expect(await subjectsTo(other)).toEqual(['Slow answers: next update due by 12:30 UTC.', overdue]);
    await postUpdate(as(other.ctx, CORY), { incident, body: 'We still look.' });
    await advance(1_000);
    expect(await subjectsTo(other)).toContain('Slow answers: next update posted.');
  });

  test('an incident without public updates alerts once per step, even without a promised update; a public update starts again', async () => {
    await resolveIncident(as(other.ctx, CORY), { incident, body: 'It is over.' });
    ({ incident } = await anIncident(other, {
      title: 'Late figures',
      affected: [{ component: 'analytics', status: 'degraded_performance' }],
    }));
    const begun = other.clock.now();
    const subjects = async () =>
      (await subjectsTo(other)).filter((subject) =>
        /Late figures: (no public update for|public update posted)/.test(subject),
      );
    const at = async (hours: number) => {
      await advance(begun + hours * 60 * MINUTE - other.clock.now());
      return (await subjects()).length;
    };
    const counts = [];
    for (const hours of [2.9, 3, 3.5, 4, 5.9, 6, 7, 11.9, 12, 13, 24, 30, 47, 48, 49]) counts.push(await at(hours));
    expect(counts).toEqual([0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5]);
    expect(await subjects()).toContainEqual(
      expect.stringMatching(
        /^Late figures: no public update for 3 h \(last update \d\d:\d\d UTC.*\)\. Still affected: Analytics\.$/,
      ),
    );
    await postUpdate(as(other.ctx, CORY), { incident, body: 'for us', audience: ['internal'] });
    expect(await at(50)).toBe(5);
    await postUpdate(as(other.ctx, CORY), { incident, body: 'Still slow.' });
    expect(await at(51)).toBe(6); // the end of the last one
    expect([await at(52.9), await at(53)]).toEqual([6, 7]);
    await postUpdate(as(other.ctx, CORY), {
      incident,
      body: 'Well.',
      affected: [{ component: 'analytics', status: 'operational' }],
    });
    expect([await at(53.1), await at(80)]).toEqual([8, 8]);
  });

  test('resolving an incident ends its alerts', async () => {
    await postUpdate(as(other.ctx, CORY), {
      incident,
      body: 'We look.',
      nextUpdateBy: new Date(other.clock.now() + MINUTE).toISOString(),
    });
    await advance(1_000);
    expect(await openAlerts(as(other.ctx, VERA), incident)).toHaveLength(1);
    await resolveIncident(as(other.ctx, CORY), { incident, body: 'It is over.' });
    await advance(1_000);
    expect(await openAlerts(as(other.ctx, VERA))).toEqual([]);
  });
});

describe('a contradiction between page and probes', () => {
  test('alerts when it has lasted, but not when it was corrected before', async () => {
    await run(3 * MINUTE);
    await resolveIncident(as(world.ctx, CORY), { incident: await incidentOf(), body: 'It is over.' });
    await run(COOLDOWN_MS + 20_000);
    const subjects = () => subjectsTo(world).then((all) => all.filter((subject) => /public status/.test(subject)));
    const { incident } = await anIncident(world, {
      title: 'Late reports',
      affected: [{ component: 'analytics', status: 'degraded_performance' }],
    });
    await run(CONTRADICTION_AFTER_MS - 30_000);
    expect(await subjects()).toEqual([]);
    expect((await openNow()).filter(({ text }) => /public status/.test(text))).toEqual([]);
    await run(MINUTE);
    const text = 'Analytics: public status is “Degraded performance”, but monitoring shows no problem.';
    expect(await subjects()).toEqual([text]);
    expect(await openNow()).toContainEqual(expect.objectContaining({ text, incident }));
    await resolveIncident(as(world.ctx, CORY), { incident, body: 'It is over.' });
    await run(COOLDOWN_MS + 20_000);
    expect(await subjects()).toEqual([text, 'Analytics: public status no longer overstates the problem.'].sort());
    const again = await anIncident(world, { affected: [{ component: 'analytics', status: 'degraded_performance' }] });
    await run(CONTRADICTION_AFTER_MS - 30_000);
    await resolveIncident(as(world.ctx, CORY), { incident: again.incident, body: 'It is over.' });
    await run(MINUTE);
    expect(await subjects()).toHaveLength(2);
  });
});

test('stopped evaluation alerts once a process has watched it long enough, and ends when it continues', async () => {
  const all = () =>
    subjectsTo(world).then((subjects) => subjects.filter((subject) => /Probe evaluation is/.test(subject)).length);
  await run(10_000);
  const before = await all();
  world.clock.set(world.clock.now() + EVALUATED_BEHIND_MS - 1_000);
  await alerts.runOnce();
  world.clock.set(world.clock.now() + 2_000);
  const younger = createStaffAlerts(world.ctx);
  await younger.runOnce();
  expect(await all()).toBe(before);
  world.clock.set(world.clock.now() + EVALUATED_BEHIND_MS);
  for (const service of [younger, alerts, younger]) await service.runOnce();
  expect(await all()).toBe(before + 1);
  await run(COOLDOWN_MS + 20_000);
  expect(await all()).toBe(before + 2);
});

describe('destinations', () => {
  test('are for admins only', async () => {
    for (const verb of [addDestination, removeDestination, testDestination, listDestinations])
      await expect(
        verb(as(world.ctx, ED), { kind: 'mail', name: 'x', address: 'x@status.example', id: 1 }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(acknowledgeAlert(as(world.ctx, VERA), { id: 1, urgency: 3 })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('can be added, tested and removed; the audit log has no address', async () => {
    const { id } = await aMailDestination(world, 'second@status.example');
    expect(await testDestination(as(world.ctx, ADA), { id })).toBe('sent');
    expect(await subjectsTo(world, 'second@status.example')).toEqual(['This is a test alert. No action is needed.']);
    await removeDestination(as(world.ctx, ADA), { id });
    expect((await listDestinations(as(world.ctx, ADA))).map((one) => one.id)).not.toContain(id);
    const where = { objectKind: 'alert-destination', objectId: String(id) };
    const logged = await world.ctx.prisma.auditRow.findMany({
      where,
      orderBy: { seq: 'asc' },
      select: { action: true, before: true, after: true },
    });
    expect(logged.map(({ action }) => action)).toEqual([
      'alert-destination:add',
      'alert-destination:test',
      'alert-destination:remove',
    ]);
    expect(JSON.stringify(logged)).not.toContain('second@');
    expect(await world.ctx.prisma.alertDestination.findUnique({ where: { id } })).toMatchObject({
      address: null,
      stoppedBecause: 'removed',
    });
    await expect(removeDestination(as(world.ctx, ADA), { id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(testDestination(as(world.ctx, ADA), { id })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('are sent a limited number of tests in 15 minutes, each in the audit log', async () => {
    const { id } = await aMailDestination(world, 'third@status.example');
    for (let i = 0; i < 10; i++) expect(await testDestination(as(world.ctx, ADA), { id })).toBe('sent');
    await expect(testDestination(as(world.ctx, ADA), { id })).rejects.toMatchObject({ code: 'too_many_attempts' });
    expect(await subjectsTo(world, 'third@status.example')).toHaveLength(10);
    expect(
      await world.ctx.prisma.auditRow.count({ where: { action: 'alert-destination:test', objectId: String(id) } }),
    ).toBe(10);
    await removeDestination(as(world.ctx, ADA), { id });
  });

  test.each([
    { kind: 'mail', name: 'x', address: 'a@b.example, c@d.example' },
    { kind: 'mail', name: '', address: 'a@b.example' },
    { kind: 'fax', name: 'x', address: '1' },
    { kind: 'mail', name: 'x', address: 'a@b.example', role: 'admin' },
  ])('cannot be %j', async (input) => {
    await expect(addDestination(as(world.ctx, ADA), input)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

test('a second acknowledgement changes nothing, and an unknown alert is not found', async () => {
  await run(2 * MINUTE, { serving: 'partial' });
  const [alert] = await openNow();
  const count = () => world.ctx.prisma.auditRow.count({ where: { action: 'alert:acknowledge' } });
  const before = await count();
  for (const _ of [1, 2]) await acknowledgeAlert(as(world.ctx, CORY), { id: String(alert?.id), urgency: '3' });
  expect(await count()).toBe(before + 1);
  await expect(acknowledgeAlert(as(world.ctx, CORY), { id: 999_999, urgency: 3 })).rejects.toMatchObject({
    code: 'not_found',
  });
});

describe('agents', () => {
  const other = testWorld(T0);
  let agents: Awaited<ReturnType<typeof startFleet>>;
  let service: ReturnType<typeof createStaffAlerts>;
  beforeAll(async () => {
    agents = await startFleet(other);
    service = createStaffAlerts(other.ctx);
    await aMailDestination(other);
  });
  afterAll(() => agents.stop());

  /** Advances in steps of ten seconds. At each step, the sources deliver probes with these lags (negative: from the future). */
  async function pass(ms: number, lags: Record<string, number>): Promise<void> {
    for (const end = other.clock.now() + ms; other.clock.now() < end; ) {
      other.clock.set(other.clock.now() + 10_000);
      for (const [source, lagMs] of Object.entries(lags)) await agents.observeAs([source], other.clock.now() - lagMs);
      await agents.contacts.store(other.ctx.ingest);
      await agents.evaluate();
      await service.runOnce();
    }
  }
  const subjects = () => subjectsTo(other).then((all) => all.filter((subject) => /agent/i.test(subject)));
  const openThere = () => openAlerts(as(other.ctx, VERA));

  test('that are silent alert after a while, and end when they are back; buffered probes do not count', async () => {
    await pass(2 * MINUTE, { 'agent-a': 0, 'agent-b': 0 });
    await pass(50_000, { 'agent-b': 0 });
    await pass(10_000, { 'agent-a': 0, 'agent-b': 0 });
    expect(await subjects()).toEqual([]);
    await pass(2 * MINUTE, { 'agent-b': 0 });
    const text = 'No data from agent agent-a since 12:03 UTC.';
    expect(await subjects()).toEqual([text]);
    await agents.observeAs(['agent-a'], other.clock.now() - MINUTE); // its buffered probes
    await pass(20_000, { 'agent-b': 0 });
    expect(await openThere()).toMatchObject([{ text: expect.stringMatching(/^No data from agent agent-a/) }]);
    await pass(COOLDOWN_MS, { 'agent-a': 0, 'agent-b': 0 });
    expect(await subjects()).toEqual([text]);
    await pass(20_000, { 'agent-a': 0, 'agent-b': 0 });
    expect(await subjects()).toEqual(['Agent agent-a is reporting again.', text]);
  });

  test('with a wrong clock alert, even if all their probes are refused', async () => {
    await pass(10_000, { 'agent-a': -8_000, 'agent-b': 0 });
    expect(await subjects()).toContain('The clock of agent agent-a is 8 s ahead.');
    await pass(3 * MINUTE + COOLDOWN_MS, { 'agent-a': 0, 'agent-b': 12_000, 'agent-c': 4_000, 'agent-d': -90_000 });
    expect(await subjects()).toEqual(
      expect.arrayContaining([
        'The clock of agent agent-a is correct again.',
        'The clock of agent agent-b is 12 s behind, or its data arrives late.',
        'The clock of agent agent-d is 90 s ahead.',
      ]),
    );
    expect((await subjects()).filter((subject) => /agent-c/.test(subject))).toEqual([]);
  });

  test('without valid tokens end their alerts; an agent that only backfills does not alert', async () => {
    await other.ctx.prisma.token.updateMany({
      where: { source: { name: 'agent-d' } },
      data: { revokedAt: new Date(other.clock.now()) },
    });
    await other.ctx.prisma.token.updateMany({
      where: { source: { name: 'agent-a' } },
      data: { revokedAt: new Date(other.clock.now()) },
    });
    await pass(3 * MINUTE + COOLDOWN_MS, { 'agent-b': 0, 'agent-c': 0, 'agent-e': 3_600_000 });
    expect(await openAlerts(as(other.ctx, VERA))).toEqual([]);
    expect((await subjects()).filter((subject) => /agent-e/.test(subject))).toEqual([]);
  });
});
