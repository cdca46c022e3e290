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
  ctx = { ...world.ctx, safeFetch: createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 300 }) };
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
async function goOn(ms: number, moods: Moods = {}): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
    await fleet.run(world.clock.now() + 10_000, moods);
    await alerts.runOnce();
  }
}

/** The incident of the newest outage. */
const newest = async () =>
  (
    await ctx.prisma.episode.findFirstOrThrow({
      orderBy: { fromAt: 'desc' },
      select: { incident: { select: { publicId: true } } },
    })
  ).incident.publicId;
const onNow = async () =>
  (await openAlerts(as(ctx, VERA))).map(({ words, acknowledged }) => ({
    words,
    isAcknowledged: acknowledged !== null,
  }));
const resolved = () => receiver.got.filter(({ body }) => body.event_action === 'resolve');
const allClear = async () => (await subjectsTo(world)).filter((subject) => /works again/.test(subject));
/** What was told of an outage ends when probes have seen all well for a while. */
async function recover(): Promise<void> {
  await goOn(2 * MINUTE + COOLDOWN_MS);
  expect(await allClear()).toHaveLength(1);
  expect(resolved().length).toBeGreaterThan(0);
}

describe('no all-clear is given while probes do not see that all is well', () => {
  test('when the agents die during the outage', async () => {
    await goOn(MINUTE);
    await goOn(5 * MINUTE, { serving: 'major' });
    for (const { id, urgency } of await openAlerts(as(ctx, VERA)))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    await goOn(20 * MINUTE, { serving: 'absent', analytics: 'absent' });
    const words = 'Monitoring no longer sees Serving. When last seen it was down, since 12:01 UTC.';
    expect(await onNow()).toContainEqual({ words, isAcknowledged: true });
    expect([await allClear(), resolved()]).toEqual([[], []]);
  });

  test('when people close the incident', async () => {
    await goOn(3 * MINUTE, { serving: 'major' });
    await resolveIncident(as(ctx, CORY), { incident: await newest(), body: 'It is over.', reason: 'It is a drill.' });
    await goOn(COOLDOWN_MS + MINUTE, { serving: 'major' });
    expect(await onNow()).toContainEqual({
      words: expect.stringMatching(
        /^The incident was resolved, and Serving is still down, since \d\d:\d\d UTC, monitoring says\.$/,
      ),
      isAcknowledged: true,
    });
    await withdrawIncident(as(ctx, CORY), { incident: await newest(), reason: 'a drill' });
    await goOn(COOLDOWN_MS + MINUTE, { serving: 'major' });
    expect((await onNow()).map(({ words }) => words)).toContainEqual(
      expect.stringMatching(/^The incident was withdrawn, and Serving is still down/),
    );
    expect([await allClear(), resolved()]).toEqual([[], []]);
    await recover();
  });
});

describe('a contradiction', () => {
  const untold = async () => (await subjectsTo(world)).filter((subject) => /Analytics: probes see/.test(subject));

  test('that was acknowledged stays so when evaluation stands still for minutes', async () => {
    await goOn(MINUTE, { analytics: 'major' });
    await goOn(2 * MINUTE, { analytics: 'major' });
    await resolveIncident(as(ctx, CORY), { incident: await newest(), body: 'It is over.', reason: 'It is a drill.' });
    await goOn(CONTRADICTION_AFTER_MS + 20_000, { analytics: 'major' });
    expect(await untold()).toHaveLength(1);
    for (const { id, urgency } of await openAlerts(as(ctx, VERA)))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    for (const end = world.clock.now() + 10 * MINUTE; world.clock.now() < end; ) {
      world.clock.set(world.clock.now() + 10_000); // nothing is evaluated
      await fleet.observe(world.clock.now(), (component) => (component === 'analytics' ? 'major' : 'up'));
      await alerts.runOnce();
    }
    await goOn(CONTRADICTION_AFTER_MS + MINUTE, { analytics: 'major' });
    expect(await untold()).toHaveLength(1);
    expect(await onNow()).toContainEqual({ words: (await untold())[0], isAcknowledged: true });
  });
});

test('a promise of a person stands, whatever monitoring says that promises nothing', async () => {
  await goOn(20 * MINUTE);
  await goOn(2 * MINUTE, { serving: 'partial' });
  const incident = await newest();
  await postUpdate(as(ctx, CORY), {
    incident,
    body: 'We look.',
    nextUpdateBy: new Date(world.clock.now() + 15 * MINUTE).toISOString(),
  });
  await goOn(2 * MINUTE, { serving: 'major' });
  const [latest] = await ctx.prisma.incidentUpdate.findMany({
    where: { incident: { publicId: incident }, audience: { has: 'public' } },
    orderBy: { id: 'desc' },
  });
  expect(latest).toMatchObject({ authorKind: 'system', nextUpdateBy: null });
  const told = async () => (await subjectsTo(world)).filter((subject) => /the next update/.test(subject));
  await goOn(5 * MINUTE, { serving: 'major' });
  expect(await told()).toEqual([expect.stringMatching(/the next update is promised by/)]);
  await goOn(9 * MINUTE, { serving: 'major' });
  expect(await told()).toHaveLength(2);
  await postUpdate(as(ctx, CORY), { incident, body: 'We still look.' });
  await goOn(20_000, { serving: 'major' });
  expect(await told()).toContainEqual(expect.stringMatching(/the next update was given/));
});
