import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import { testDestination } from '#server/alerting/verbs/test-destination';
import type { Context } from '#server/context';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, CORY } from '#server/test/people';
import { type Got, startReceiver } from '#server/test/receiver';
import { createStaffAlerts } from './run-alerting.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const KEY = 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY42';
const world = testWorld(T0);
let ctx: Context;
let alerts: ReturnType<typeof createStaffAlerts>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const logged: string[] = [];

beforeAll(async () => {
  receiver = await startReceiver();
  const note = (...all: unknown[]) => void logged.push(JSON.stringify(all));
  const log = { ...world.ctx.log, warn: note, error: note } as Context['log']; // only warn and error are called
  ctx = { ...world.ctx, log, safeFetch: createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 300 }) };
  alerts = createStaffAlerts(ctx);
});
afterAll(() => receiver.stop());

/** The incident of each test. Its next update is due within ten minutes, so that an alert is raised. */
let incident = '';
beforeEach(async () => {
  for (const { id } of await listDestinations(as(ctx, ADA))) await removeDestination(as(ctx, ADA), { id });
  if (incident !== '') await resolveIncident(as(ctx, CORY), { incident, body: 'It is over.' });
  await alerts.runOnce();
  receiver.answer(200);
  ({ incident } = await anIncident(world));
  await postUpdate(as(ctx, CORY), {
    incident,
    body: 'We look.',
    nextUpdateBy: new Date(world.clock.now() + 9 * MINUTE).toISOString(),
  });
  receiver.got.length = 0;
});

const url = (path: string) => `${receiver.url}/${path}`;
const allAt = (path: string): Got[] => receiver.got.filter((one) => one.path === `/${path}`);
const add = (change: object) =>
  addDestination(as(ctx, ADA), { kind: 'webhook', name: 'Hook', address: url('hook'), ...change });
const outcomes = async () =>
  (
    await ctx.prisma.staffAlertDelivery.findMany({
      where: { alert: { incident } },
      orderBy: { id: 'asc' },
      select: { event: true, outcome: true, tries: true },
    })
  ).map(({ event, outcome, tries }) => [event, outcome, tries]);
async function pass(ms: number): Promise<void> {
  world.clock.set(world.clock.now() + ms);
  await alerts.runOnce();
}

describe('an alert destination', () => {
  test('is shown and logged without its secrets', async () => {
    await add({ kind: 'slack', address: url('services/T0000/B0000/abcdefghijklmnop') });
    await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    await add({ address: url('short') });
    receiver.answer(500);
    await pass(0);
    const listed = await listDestinations(as(ctx, ADA));
    expect(listed.map(({ address }) => address)).toEqual([
      `${receiver.url}/…mnop`,
      `${receiver.url}/…EY42`,
      `${receiver.url}/…`,
    ]);
    const audited = await ctx.prisma.auditRow.findMany({
      where: { objectKind: 'alert-destination' },
      select: { before: true, after: true },
    });
    expect(logged.length).toBeGreaterThan(2);
    for (const text of [JSON.stringify(listed), JSON.stringify(audited), logged.join('\n')])
      expect(text).not.toMatch(/abcdefgh|R0UT1NG|services\/T0000|\/short/);
    expect(JSON.stringify(audited)).toContain(new URL(receiver.url).host);
  });

  test('can be tested, and the test alert is resolved at PagerDuty at once', async () => {
    const hook = await add({});
    const page = await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    expect(await testDestination(as(ctx, ADA), { id: hook.id })).toBe('sent');
    expect(allAt('hook')).toMatchObject([
      { body: { type: 'staff_alert.test', alert: { summary: 'This is a test alert. No action is needed.' } } },
    ]);
    expect(await testDestination(as(ctx, ADA), { id: page.id })).toBe('sent');
    expect(allAt('pd').map(({ body }) => body.event_action)).toEqual(['trigger', 'resolve']);
    expect(allAt('pd')[0]?.body).toMatchObject({ payload: { severity: 'info' } });
    receiver.answer(404);
    expect(await testDestination(as(ctx, ADA), { id: hook.id })).toBe('refused');
  });

  test.each([
    [{ address: 'http://hooks.example/x' }, 'address: must begin with https://.'],
    [{ address: 'https://ok@127.0.0.1/' }, 'address: must not contain a user name or password.'],
    [{ address: 'file:///etc/passwd' }, 'address: must begin with https://.'],
    [{ kind: 'pagerduty' }, 'routingKey: '],
    [{ kind: 'pagerduty', routingKey: 'x' }, 'routingKey: '],
    [{ kind: 'slack', routingKey: KEY }, 'Unrecognized key'],
    [{ address: '' }, 'address: '],
    [{ address: 'http://127.0.0.1/x' }, 'address: must not be the address of this Candor installation.'],
  ])('is rejected with %j', async (change, message) => {
    await expect(add(change)).rejects.toThrow(message);
  });

  test('of kind PagerDuty needs no address', async () => {
    await add({ kind: 'pagerduty', address: undefined, routingKey: KEY });
    expect(await listDestinations(as(ctx, ADA))).toMatchObject([{ address: 'https://events.pagerduty.com/…EY42' }]);
  });

  test('in a private network is not called', async () => {
    await add({ address: 'https://10.0.0.1/' });
    await pass(0);
    expect(await outcomes()).toEqual([['raised', 'blocked', 1]]);
  });
});
