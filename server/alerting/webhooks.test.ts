import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COOLDOWN_MS } from '#domain/alerting/alert-cooldown';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { acknowledgeAlert } from '#server/alerting/verbs/acknowledge-alert';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import { resumeDestination } from '#server/alerting/verbs/resume-destination';
import { testDestination } from '#server/alerting/verbs/test-destination';
import type { Context } from '#server/context';
import { openAlerts } from '#server/incidents/console/open-alerts';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { type Got, startReceiver } from '#server/test/receiver';
import { startDeliveries } from './deliver-alerts.ts';
import { reconcileStaffAlerts } from './reconcile-alerts.ts';
import { createStaffAlerts } from './run-alerting.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const KEY = 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY42';
const world = testWorld(T0);
let ctx: Context;
let alerts: ReturnType<typeof createStaffAlerts>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  ctx = { ...world.ctx, safeFetch: createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 300 }) };
  alerts = createStaffAlerts(ctx);
});
afterAll(() => receiver.stop());

/** Each test begins without destinations, and with an incident whose next update is due soon. */
let incident = '';
beforeEach(async () => {
  for (const { id } of await listDestinations(as(ctx, ADA))) await removeDestination(as(ctx, ADA), { id });
  const before = await ctx.prisma.incident.findMany({ where: { resolvedAt: null }, select: { publicId: true } });
  for (const { publicId } of before) await resolveIncident(as(ctx, CORY), { incident: publicId, body: 'It is over.' });
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
const at = (path: string): Got[] =>
  receiver.got.filter((one) => one.path === `/${path}` && JSON.stringify(one.body).includes(incident));
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
const postNext = () => postUpdate(as(ctx, CORY), { incident, body: 'We still look.' });

describe('the same alert', () => {
  test('reaches a webhook, PagerDuty and Slack, each in its own shape, and so does its end', async () => {
    await add({});
    await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    await add({ kind: 'slack', address: url('slack') });
    await pass(0);
    const link = `${ctx.publicOrigin}/console/incidents/${incident}`;
    const summary = expect.stringMatching(/^Slow answers: next update due by \d\d:\d\d UTC\.$/);
    const [hook] = at('hook');
    expect(hook?.body).toEqual({
      type: 'staff_alert.raised',
      id: expect.stringMatching(/^staff-alert-[a-z0-9]{12}-raised-1$/),
      alert: {
        id: expect.stringMatching(/^staff-alert-[a-z0-9]{12}$/),
        kind: 'promise',
        severity: 'warning',
        summary,
        advice: 'Post an update.',
        started_at: new Date(world.clock.now()).toISOString(),
        round: 1,
        incident_id: incident,
        url: link,
      },
    });
    const [page] = at('pd');
    expect(page?.body).toEqual({
      routing_key: KEY,
      event_action: 'trigger',
      dedup_key: expect.stringMatching(/^127\.0\.0\.1\/staff-alert-[a-z0-9]{12}\/1$/),
      client: 'Candor',
      client_url: link,
      links: [{ href: link, text: 'Open in Candor' }],
      payload: {
        summary,
        source: '127.0.0.1',
        severity: 'warning',
        timestamp: new Date(world.clock.now()).toISOString(),
        class: 'promise',
        custom_details: { incident_id: incident, advice: 'Post an update.' },
      },
    });
    expect(at('slack')[0]?.body).toEqual({
      text: expect.stringMatching(new RegExp(`^Slow answers: .* Post an update\\. <${link}\\|Open in Candor>$`)),
      unfurl_links: false,
    });

    await postNext();
    await pass(1_000);
    expect(at('hook')[1]?.body).toMatchObject({ type: 'staff_alert.cleared' });
    expect(allAt('pd').at(-1)?.body).toEqual({
      routing_key: KEY,
      event_action: 'resolve',
      dedup_key: page?.body.dedup_key,
    });
    expect(at('slack')[1]?.body).toMatchObject({
      text: expect.stringMatching(/^Slow answers: next update posted\. </),
    });
  });

  test('is acknowledged and resolved at PagerDuty, and pages again there when it gets worse', async () => {
    await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    await add({});
    const events = () => allAt('pd').map(({ body }) => [body.event_action, String(body.dedup_key).slice(-2)]);
    await pass(0);
    for (const { id, urgency } of await openAlerts(as(ctx, VERA), incident))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    await pass(1_000);
    await pass(1_000);
    expect(events()).toEqual([
      ['trigger', '/1'],
      ['acknowledge', '/1'],
    ]);
    await pass(10 * MINUTE);
    receiver.got.length = 0;
    for (const { id, urgency } of await openAlerts(as(ctx, VERA), incident))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    await pass(1_000);
    await postNext();
    await pass(1_000);
    expect(events()).toEqual(
      ['acknowledge', 'resolve'].flatMap((action) => [1, 2].map((level) => [action, `/${level}`])),
    );
    expect(at('hook').map(({ body }) => body.type)).toEqual(['staff_alert.cleared']);
  });

  test('is plain text at Slack, whatever markup staff wrote', async () => {
    const { incident: odd } = await anIncident(world, { title: '<!channel> & <https://evil.example|x>' });
    await postUpdate(as(ctx, CORY), {
      incident: odd,
      body: 'We look.',
      nextUpdateBy: new Date(world.clock.now() + MINUTE).toISOString(),
    });
    await add({ kind: 'slack', address: url('slack') });
    await pass(0);
    const texts = allAt('slack').map(({ body }) => String(body.text));
    expect(
      texts.filter((text) => text.startsWith('&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;: ')),
    ).toHaveLength(1);
  });
});

describe('a receiver that', () => {
  test('fails is tried again after five seconds and five minutes, with the same id, and then not any more', async () => {
    await add({});
    receiver.answer(503);
    await pass(0);
    await pass(4_999);
    expect(at('hook')).toHaveLength(1);
    await pass(1);
    await pass(5 * MINUTE - 1);
    expect(at('hook')).toHaveLength(2);
    await pass(1);
    expect(new Set(at('hook').map(({ body }) => body.id)).size).toBe(1);
    await pass(MINUTE);
    expect(at('hook')).toHaveLength(3);
    expect(await outcomes()).toEqual([['raised', 'failed', 3]]);
  });

  test('fails is not tried again after an acknowledgement', async () => {
    await add({});
    receiver.answer(500);
    await pass(0);
    for (const { id, urgency } of await openAlerts(as(ctx, VERA)))
      await acknowledgeAlert(as(ctx, CORY), { id, urgency });
    await pass(5_000);
    expect(await outcomes()).toEqual([['raised', 'dropped', 1]]);
    expect(at('hook')).toHaveLength(1);
  });

  test('recovers receives the delivery', async () => {
    await add({});
    receiver.answer(429);
    await pass(0);
    receiver.answer(202);
    await pass(5_000);
    expect(await outcomes()).toEqual([['raised', 'sent', 2]]);
  });

  test.each([
    [400, 'refused'],
    ['redirecting', 'redirected'],
  ] as const)('answers with %s is not tried again', async (manner, outcome) => {
    await add({});
    receiver.answer(manner);
    for (const ms of [0, 5_000]) await pass(ms);
    expect(await outcomes()).toEqual([['raised', outcome, 1]]);
    expect(receiver.got.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });

  test('is Slack and answers 410 stays active, because the channel may have been archived by mistake', async () => {
    const { id } = await add({ kind: 'slack', address: url('slack') });
    receiver.answer(410);
    await pass(0);
    expect(await outcomes()).toEqual([['raised', 'refused', 1]]);
    expect(await listDestinations(as(ctx, ADA))).toMatchObject([{ id, isStopped: false }]);
  });

  test('answers 410 is stopped, and shown as stopped, until an admin resumes it', async () => {
    const { id } = await add({});
    receiver.answer(410);
    await pass(0);
    expect(await outcomes()).toEqual([['raised', 'gone', 1]]);
    expect(await listDestinations(as(ctx, ADA))).toMatchObject([{ id, isStopped: true, address: `${receiver.url}/…` }]);
    expect(
      await ctx.prisma.auditRow.findFirst({ where: { action: 'alert-destination:stop', objectId: String(id) } }),
    ).toMatchObject({ actorKind: 'system' });
    receiver.answer(200);
    await pass(15 * MINUTE);
    expect(at('hook')).toHaveLength(1);
    await expect(resumeDestination(as(ctx, ED), { id })).rejects.toMatchObject({ code: 'forbidden' });
    await resumeDestination(as(ctx, ADA), { id });
    await pass(1_000);
    expect(at('hook')).toHaveLength(2);
    expect(
      await ctx.prisma.auditRow.findFirst({ where: { action: 'alert-destination:resume', objectId: String(id) } }),
    ).toMatchObject({
      after: { kind: 'webhook' },
    });
    for (const destination of [{ id }, { id: 999_999 }])
      await expect(resumeDestination(as(ctx, ADA), destination)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('answers 410, or refuses three in a row, raises an alert to the others and on the overview', async () => {
    const gone = await add({ name: 'Gone' });
    receiver.answer(410);
    await pass(0);
    receiver.answer(400);
    const { id } = await add({ name: 'Chat' });
    for (const minute of [0, 10, 10]) await pass(minute * MINUTE);
    await addDestination(as(ctx, ADA), { kind: 'mail', name: 'Duty', address: 'duty@status.example' });
    await pass(0);
    const text = [
      'Alerts to Chat fail: the last 3 messages were not delivered.',
      'Alerts to Gone fail: the receiver no longer exists.',
    ];
    const about = async () => (await subjectsTo(world)).filter((subject) => /Alerts to /.test(subject));
    expect(await about()).toEqual(text);
    const shown = (await openAlerts(as(ctx, VERA))).map((alert) => alert.text);
    expect(shown).toEqual(expect.arrayContaining(text));
    expect(receiver.got.filter(({ body }) => JSON.stringify(body).includes('Alerts to Chat fail'))).toEqual([]);
    receiver.answer(200);
    expect(await testDestination(as(ctx, ADA), { id })).toBe('sent');
    await removeDestination(as(ctx, ADA), gone);
    await pass(1_000);
    await pass(COOLDOWN_MS);
    const cleared = ['Alerts to Chat are delivered again.', 'Alerts to Gone have ended: the recipient was removed.'];
    expect(await about()).toEqual([...text, ...cleared].sort());
  });

  test('never answers does not delay others, and is tried again', async () => {
    const slow = await startReceiver('slow');
    await add({ address: slow.url });
    await add({});
    await alerts.step();
    await expect.poll(() => at('hook').length).toBe(1);
    await alerts.settled();
    expect((await outcomes()).sort()).toEqual([
      ['raised', null, 1],
      ['raised', 'sent', 1],
    ]);
    await slow.stop();
    await pass(5_000);
    expect((await outcomes()).filter(([, outcome]) => outcome === null)).toEqual([['raised', null, 2]]);
  });
});

test('a destination with many deliveries gets the most urgent first and does not delay others', async () => {
  for (const name of ['a', 'b']) await add({ name, address: url(name) });
  const lapsed = await anIncident(world, { title: 'Lapsed' });
  await postUpdate(as(ctx, CORY), {
    incident: lapsed.incident,
    body: 'We look.',
    nextUpdateBy: new Date(world.clock.now() + 1_000).toISOString(),
  });
  world.clock.set(world.clock.now() + 1_000);
  await reconcileStaffAlerts(ctx, 0);
  const first = [];
  for (let round = 0; round < 2; round++) {
    await Promise.all(await startDeliveries(ctx, 1));
    first.push(receiver.got.at(-1));
  }
  expect(first.map((got) => got?.path).sort()).toEqual(['/a', '/b']);
  for (const got of first) expect(JSON.stringify(got?.body)).toContain('overdue since');
});

test('several processes send it once', async () => {
  await add({});
  const others = [createStaffAlerts(ctx), createStaffAlerts(ctx), createStaffAlerts(ctx)];
  await Promise.all(others.map((one) => one.runOnce()));
  await alerts.runOnce();
  expect(at('hook')).toHaveLength(1);
});

test('a delivery whose process died is tried again when the claim expires, with the same id', async () => {
  await add({});
  receiver.answer(200);
  await pass(0);
  await ctx.web.query(
    'UPDATE staff_alert_delivery SET outcome = NULL, settled_at = NULL, claimed_until = $1 WHERE alert_id IN (SELECT id FROM staff_alert WHERE incident = $2)',
    [new Date(world.clock.now() + MINUTE), incident],
  );
  await pass(MINUTE - 1);
  expect(at('hook')).toHaveLength(1);
  await pass(1);
  expect(at('hook').map(({ body }) => body.id)).toEqual([at('hook')[0]?.body.id, at('hook')[0]?.body.id]);
  expect(await outcomes()).toEqual([['raised', 'sent', 2]]);
});

test('a delivery whose process died at the last try is lost', async () => {
  await add({});
  await pass(0);
  await ctx.web.query(
    'UPDATE staff_alert_delivery SET outcome = NULL, settled_at = NULL, tries = 3, claimed_until = $1 WHERE alert_id IN (SELECT id FROM staff_alert WHERE incident = $2)',
    [new Date(world.clock.now() + MINUTE), incident],
  );
  await pass(MINUTE);
  expect(await outcomes()).toEqual([['raised', 'lost', 3]]);
  expect(at('hook')).toHaveLength(1);
});
