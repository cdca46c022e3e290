import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRADICTION_AFTER_MS } from '#domain/alerting/alert-conditions';
import { COOLDOWN_MS } from '#domain/alerting/alert-cooldown';
import { acknowledgeAlert } from '#server/alerting/verbs/acknowledge-alert';
import { addDestination } from '#server/alerting/verbs/add-destination';
import type { Context } from '#server/context';
import { openAlerts } from '#server/incidents/console/open-alerts';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { aMailDestination, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY, VERA } from '#server/test/people';
import { startReceiver } from '#server/test/receiver';
import { createStaffAlerts } from './run-alerting.ts';

const MINUTE = 60_000;
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
let ctx: Context;
let fleet: Awaited<ReturnType<typeof startFleet>>;
let alerts: ReturnType<typeof createStaffAlerts>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  fleet = await startFleet(world);
  receiver = await startReceiver();
  ctx = { ...world.ctx, alertFetch: createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 5_000 }) };
  alerts = createStaffAlerts(ctx);
  await aMailDestination(world);
  await addDestination(as(ctx, ADA), {
    kind: 'pagerduty',
    name: 'Pager',
    address: `${receiver.url}/pd`,
    routingKey: 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY42',
  });
});
afterAll(() => Promise.all([fleet.stop(), receiver.stop()]));

type Moods = Parameters<typeof fleet.run>[1];
async function run(ms: number, moods: Moods = {}): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
    await fleet.run(world.clock.now() + 10_000, moods);
    await alerts.runOnce();
  }
}

/** Returns the incident of the latest outage. */
const latestIncident = async () =>
  (
    await ctx.prisma.episode.findFirstOrThrow({
      orderBy: { fromAt: 'desc' },
      select: { incident: { select: { publicId: true } } },
    })
  ).incident.publicId;
const openNow = async () =>
  (await openAlerts(as(ctx, VERA))).map(({ text, acknowledged }) => ({
    text,
    isAcknowledged: acknowledged !== null,
  }));
const resolved = () => receiver.got.filter(({ body }) => body.event_action === 'resolve');
const allClear = async () => (await subjectsTo(world)).filter((subject) => / recovered at /.test(subject));
/** Runs until everything has been operational for the cooldown and the outage alert has ended. */
async function recover(): Promise<void> {
  await run(2 * MINUTE + COOLDOWN_MS);
  expect(await allClear()).toHaveLength(1);
  expect(resolved().length).toBeGreaterThan(0);
}

describe('no all-clear is sent before monitoring shows the component operational', () => {
  test('when the agents stop during the outage', async () => {
    await run(MINUTE);
    await run(5 * MINUTE, { serving: 'major' });
    for (const { id, urgency } of await openAlerts(as(ctx, VERA)))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    await run(20 * MINUTE, { serving: 'absent', analytics: 'absent' });
    const text = 'No current data for Serving. Last known status: down since 12:01 UTC.';
    expect(await openNow()).toContainEqual({ text, isAcknowledged: true });
    expect([await allClear(), resolved()]).toEqual([[], []]);
  });

  test('when staff close the incident', async () => {
    await run(3 * MINUTE, { serving: 'major' });
    await resolveIncident(as(ctx, CORY), {
      incident: await latestIncident(),
      body: 'It is over.',
      reason: 'It is a drill.',
    });
    await run(COOLDOWN_MS + MINUTE, { serving: 'major' });
    expect(await openNow()).toContainEqual({
      text: expect.stringMatching(/^Serving has been down since \d\d:\d\d UTC, but its incident was resolved\.$/),
      isAcknowledged: true,
    });
    await withdrawIncident(as(ctx, CORY), { incident: await latestIncident(), reason: 'a drill' });
    await run(COOLDOWN_MS + MINUTE, { serving: 'major' });
    expect((await openNow()).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Serving has been down since \d\d:\d\d UTC, but its incident was withdrawn\.$/),
    );
    expect([await allClear(), resolved()]).toEqual([[], []]);
    await recover();
  });
});

describe('a contradiction', () => {
  const contradictionSubjects = async () =>
    (await subjectsTo(world)).filter((subject) => /Analytics: monitoring shows/.test(subject));

  test('stays acknowledged while evaluation is stopped for minutes', async () => {
    await run(MINUTE, { analytics: 'major' });
    await run(2 * MINUTE, { analytics: 'major' });
    await resolveIncident(as(ctx, CORY), {
      incident: await latestIncident(),
      body: 'It is over.',
      reason: 'It is a drill.',
    });
    await run(CONTRADICTION_AFTER_MS + 20_000, { analytics: 'major' });
    expect(await contradictionSubjects()).toHaveLength(1);
    for (const { id, urgency } of await openAlerts(as(ctx, VERA)))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    for (const end = world.clock.now() + 10 * MINUTE; world.clock.now() < end; ) {
      world.clock.set(world.clock.now() + 10_000); // without evaluation
      await fleet.observe(world.clock.now(), (component) => (component === 'analytics' ? 'major' : 'up'));
      await alerts.runOnce();
    }
    await run(CONTRADICTION_AFTER_MS + MINUTE, { analytics: 'major' });
    expect(await contradictionSubjects()).toHaveLength(1);
    expect(await openNow()).toContainEqual({ text: (await contradictionSubjects())[0], isAcknowledged: true });
  });
});

test('an automatic update without a next update does not replace a promised one', async () => {
  await run(20 * MINUTE);
  await run(2 * MINUTE, { serving: 'partial' });
  const incident = await latestIncident();
  await postUpdate(as(ctx, CORY), {
    incident,
    body: 'We look.',
    nextUpdateBy: new Date(world.clock.now() + 15 * MINUTE).toISOString(),
  });
  await run(2 * MINUTE, { serving: 'major' });
  const [latest] = await ctx.prisma.incidentUpdate.findMany({
    where: { incident: { publicId: incident }, audience: { has: 'public' } },
    orderBy: { id: 'desc' },
  });
  expect(latest).toMatchObject({ authorKind: 'system', nextUpdateBy: null });
  const subjects = async () => (await subjectsTo(world)).filter((subject) => /next update/.test(subject));
  await run(5 * MINUTE, { serving: 'major' });
  expect(await subjects()).toEqual([expect.stringMatching(/next update due by/)]);
  await run(9 * MINUTE, { serving: 'major' });
  expect(await subjects()).toHaveLength(2);
  await postUpdate(as(ctx, CORY), { incident, body: 'We still look.' });
  await run(20_000, { serving: 'major' });
  expect(await subjects()).toContainEqual(expect.stringMatching(/next update posted/));
});
