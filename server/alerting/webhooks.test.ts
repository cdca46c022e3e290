import { describe, expect, test } from 'vitest';
import { COOLDOWN_MS } from '#domain/alerting/alert-cooldown';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { acknowledgeAlert } from '#server/alerting/verbs/acknowledge-alert';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import { resumeDestination } from '#server/alerting/verbs/resume-destination';
import { testDestination } from '#server/alerting/verbs/test-destination';
import { openAlerts } from '#server/incidents/console/open-alerts';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { alertReceiver, KEY } from '#server/test/alert-receiver';
import { subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { startReceiver } from '#server/test/receiver';
import { createAlertLane } from './alert-lane.ts';
import { reconcileStaffAlerts } from './reconcile-alerts.ts';
import { createStaffAlerts } from './run-alerting.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
const { current, url, allAt, add, outcomes, pass } = alertReceiver(world);
const at = (path: string) => allAt(path).filter(({ body }) => JSON.stringify(body).includes(current.incident));
const OF_INCIDENT = `alert_delivery_id IN (SELECT d.id FROM staff_alert_delivery d JOIN staff_alert a ON a.id = d.alert_id WHERE a.incident = $2)`;
const postNext = () => postUpdate(as(current.ctx, CORY), { incident: current.incident, body: 'We still look.' });

describe('the same alert', () => {
  test('reaches a webhook, PagerDuty and Slack, each in its own shape, and so does its end', async () => {
    await add({});
    await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    await add({ kind: 'slack', address: url('slack') });
    await pass(0);
    const link = `${current.ctx.publicOrigin}/console/incidents/${current.incident}`;
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
        incident_id: current.incident,
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
        custom_details: { incident_id: current.incident, advice: 'Post an update.' },
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
    for (const { id, urgency } of await openAlerts(as(current.ctx, VERA), current.incident))
      await acknowledgeAlert(as(current.ctx, CORY), { id, urgency });
    await pass(1_000);
    await pass(1_000);
    expect(events()).toEqual([
      ['trigger', '/1'],
      ['acknowledge', '/1'],
    ]);
    await pass(10 * MINUTE);
    current.receiver.got.length = 0;
    for (const { id, urgency } of await openAlerts(as(current.ctx, VERA), current.incident))
      await acknowledgeAlert(as(current.ctx, CORY), { id, urgency });
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
    await postUpdate(as(current.ctx, CORY), {
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
    current.receiver.answer(503);
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
    current.receiver.answer(500);
    await pass(0);
    for (const { id, urgency } of await openAlerts(as(current.ctx, VERA)))
      await acknowledgeAlert(as(current.ctx, CORY), { id, urgency });
    await pass(5_000);
    expect(await outcomes()).toEqual([['raised', 'dropped', 1]]);
    expect(at('hook')).toHaveLength(1);
  });

  test('recovers receives the delivery', async () => {
    await add({});
    current.receiver.answer(429);
    await pass(0);
    current.receiver.answer(202);
    await pass(5_000);
    expect(await outcomes()).toEqual([['raised', 'sent', 2]]);
  });

  test.each([
    [400, 'refused'],
    ['redirecting', 'redirected'],
  ] as const)('answers with %s is not tried again', async (manner, outcome) => {
    await add({});
    current.receiver.answer(manner);
    for (const ms of [0, 5_000]) await pass(ms);
    expect(await outcomes()).toEqual([['raised', outcome, 1]]);
    expect(current.receiver.got.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });

  test('is Slack and answers 410 stays active, because the channel may have been archived by mistake', async () => {
    const { id } = await add({ kind: 'slack', address: url('slack') });
    current.receiver.answer(410);
    await pass(0);
    expect(await outcomes()).toEqual([['raised', 'refused', 1]]);
    expect(await listDestinations(as(current.ctx, ADA))).toMatchObject([{ id, isStopped: false }]);
  });

  test('answers 410 is stopped, and shown as stopped, until an admin resumes it', async () => {
    const { id } = await add({});
    current.receiver.answer(410);
    await pass(0);
    expect(await outcomes()).toEqual([['raised', 'gone', 1]]);
    expect(await listDestinations(as(current.ctx, ADA))).toMatchObject([
      { id, isStopped: true, address: `${current.receiver.url}/…` },
    ]);
    expect(
      await current.ctx.prisma.auditRow.findFirst({
        where: { action: 'alert-destination:stop', objectId: String(id) },
      }),
    ).toMatchObject({ actorKind: 'system' });
    current.receiver.answer(200);
    await pass(15 * MINUTE);
    expect(at('hook')).toHaveLength(1);
    await expect(resumeDestination(as(current.ctx, ED), { id })).rejects.toMatchObject({ code: 'forbidden' });
    await resumeDestination(as(current.ctx, ADA), { id });
    await pass(1_000);
    expect(at('hook')).toHaveLength(2);
    expect(
      await current.ctx.prisma.auditRow.findFirst({
        where: { action: 'alert-destination:resume', objectId: String(id) },
      }),
    ).toMatchObject({
      after: { kind: 'webhook' },
    });
    for (const destination of [{ id }, { id: 999_999 }])
      await expect(resumeDestination(as(current.ctx, ADA), destination)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('answers 410, or refuses three in a row, raises an alert to the others and on the overview', async () => {
    const gone = await add({ name: 'Gone' });
    current.receiver.answer(410);
    await pass(0);
    current.receiver.answer(400);
    const { id } = await add({ name: 'Chat' });
    for (const minute of [0, 10, 10]) await pass(minute * MINUTE);
    await addDestination(as(current.ctx, ADA), { kind: 'mail', name: 'Duty', address: 'duty@status.example' });
    await pass(0);
    const text = [
      'Alerts to Chat are failing: the last 3 messages were not delivered.',
      'Alerts to Gone are failing: the receiver no longer exists.',
    ];
    const about = async () => (await subjectsTo(world)).filter((subject) => /Alerts to /.test(subject));
    expect(await about()).toEqual(text);
    const shown = (await openAlerts(as(current.ctx, VERA))).map((alert) => alert.text);
    expect(shown).toEqual(expect.arrayContaining(text));
    expect(current.receiver.got.filter(({ body }) => JSON.stringify(body).includes('Alerts to Chat fail'))).toEqual([]);
    current.receiver.answer(200);
    expect(await testDestination(as(current.ctx, ADA), { id })).toBe('sent');
    await removeDestination(as(current.ctx, ADA), gone);
    await pass(1_000);
    await pass(COOLDOWN_MS);
    const cleared = ['Alerts to Chat are delivered again.', 'Alerts to Gone have ended: the recipient was removed.'];
    expect(await about()).toEqual([...text, ...cleared].sort());
  });

  test('never answers does not delay others, and is tried again', async () => {
    const slow = await startReceiver('slow');
    await add({ address: slow.url });
    await add({});
    await current.alerts.reconcile();
    const running = current.alerts.lane.run();
    await expect.poll(() => at('hook').length, { timeout: 4_000 }).toBe(1); // before the slow one times out
    await running;
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
  await postUpdate(as(current.ctx, CORY), {
    incident: lapsed.incident,
    body: 'We look.',
    nextUpdateBy: new Date(world.clock.now() + 1_000).toISOString(),
  });
  world.clock.set(world.clock.now() + 1_000);
  await reconcileStaffAlerts(current.ctx, 0);
  await createAlertLane(current.ctx, 1).run();
  const first = current.receiver.got.slice(0, 2);
  expect(first.map((got) => got?.path).sort()).toEqual(['/a', '/b']);
  for (const got of first) expect(JSON.stringify(got?.body)).toContain('overdue since');
});

test('several processes send it once', async () => {
  await add({});
  const others = [createStaffAlerts(current.ctx), createStaffAlerts(current.ctx), createStaffAlerts(current.ctx)];
  await Promise.all(others.map((one) => one.runOnce()));
  await current.alerts.runOnce();
  expect(at('hook')).toHaveLength(1);
});

test('a delivery whose process died is tried again when the claim expires, with the same id', async () => {
  await add({});
  current.receiver.answer(200);
  await pass(0);
  await current.ctx.web.query(
    `UPDATE delivery SET state = 'due', outcome = NULL, settled_at = NULL, claimed_until = $1 WHERE ${OF_INCIDENT}`,
    [new Date(world.clock.now() + MINUTE), current.incident],
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
  await current.ctx.web.query(
    `UPDATE delivery SET state = 'due', outcome = NULL, settled_at = NULL, tries = 3, claimed_until = $1 WHERE ${OF_INCIDENT}`,
    [new Date(world.clock.now() + MINUTE), current.incident],
  );
  await pass(MINUTE);
  expect(await outcomes()).toEqual([['raised', 'lost', 3]]);
  expect(at('hook')).toHaveLength(1);
});
