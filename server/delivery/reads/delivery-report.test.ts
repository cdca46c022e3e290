import { beforeEach, describe, expect, test } from 'vitest';
import { retryDeliveries } from '#server/delivery/verbs/retry-deliveries';
import { testWorld } from '#server/test/database';
import { plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { ADA, as, CORY, VERA } from '#server/test/people';
import { deliveryReport, incidentDeliveries } from './delivery-report.ts';

const SECOND = 1_000;
const world = testWorld();
const db = () => world.ctx.prisma;
const cory = () => as(world.ctx, CORY);
beforeEach(() => world.ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component CASCADE'));

type Change = Parameters<ReturnType<typeof db>['delivery']['update']>[0]['data'];
const at = (ms: number) => new Date(world.clock.now() + ms);
const SENT = (ms: number): Change => ({ state: 'sent', outcome: 'sent', tries: 1, settledAt: at(ms) });
const DEFERRED: Change = { outcome: 'throttled', answer: '451 try later', tries: 2, lane: 'mail_retry' };
const DEAD: Change = { state: 'dead', outcome: 'failed', answer: '503', tries: 10, settledAt: new Date(0) };

/** Plants an event with one mail per change. */
async function planted(changes: readonly Change[], addresses = changes.map((_, i) => `ops-${i}@p${i}.example`)) {
  const people = await plantSubscribers(world, addresses, 'email');
  const { event, incident } = await plantDeliveries(
    world,
    'mail',
    people.map(({ id }) => id),
  );
  for (const [i, data] of changes.entries())
    await db().delivery.updateMany({ where: { subscriberId: people[i]?.id ?? 0 }, data });
  const sentAt = changes.flatMap(({ state, settledAt }) => (state === 'sent' ? [Number(settledAt)] : []));
  const lastSentAt = sentAt.length === 0 ? null : new Date(Math.max(...sentAt));
  await db().event.update({ where: { publicId: event }, data: { sentCount: sentAt.length, lastSentAt } });
  return { event, incident };
}

describe('the report of deliveries', () => {
  test('counts by state, and says within which time and for which reasons', async () => {
    const { event } = await planted([
      SENT(2 * SECOND),
      SENT(4 * SECOND),
      DEFERRED,
      DEFERRED,
      { state: 'suppressed', outcome: 'suppressed', settledAt: at(0) },
      { state: 'dropped', outcome: 'unsubscribed', settledAt: at(0) },
      DEAD,
      {},
    ]);
    const { shown, events } = await deliveryReport(cory(), {});
    expect(events).toMatchObject([{ id: event, sent: 2, waiting: 1, deferred: 2, suppressed: 2, dead: 1 }]);
    expect(shown?.event).toMatchObject({ id: event, sent: 2, waiting: 1, deferred: 2, suppressed: 2, dead: 1 });
    expect(shown?.event).toMatchObject({ medianMs: 3 * SECOND, lastSentAt: world.clock.now() + 4 * SECOND });
    expect(shown?.channels.map(({ channel, sent }) => [channel, sent])).toEqual([['email', 2]]);
    expect(shown?.reasons.map(({ state, outcome, code, count }) => [state, outcome, code, count])).toEqual([
      ['deferred', 'throttled', '451', 2],
      ['suppressed', 'suppressed', null, 1],
      ['suppressed', 'unsubscribed', null, 1],
      ['dead', 'failed', '503', 1],
    ]);
    expect(shown?.reasons[0]?.hosts).toEqual(['p2.example', 'p3.example']);
  });

  test('lists those that were not attempted for a chosen reason, with why their addresses are suppressed', async () => {
    const { event } = await planted([
      { state: 'suppressed', outcome: 'suppressed', settledAt: at(0) },
      { state: 'suppressed', outcome: 'suppressed', settledAt: at(0) },
      { state: 'dropped', outcome: 'unsubscribed', settledAt: at(0) },
    ]);
    await db().suppression.create({
      data: { address: 'ops-0@p0.example', reason: 'refused', createdAt: at(-SECOND) },
    });
    const listed = async (view: string) =>
      (await deliveryReport(cory(), { event, view })).shown?.listed.map(({ host, reason, suppressedAt }) => [
        host,
        reason,
        suppressedAt,
      ]);
    expect(await listed('email-suppressed')).toEqual([
      ['p0.example', 'refused', world.clock.now() - SECOND],
      ['p1.example', null, null],
    ]);
    expect(await listed('email-unsubscribed')).toEqual([['p2.example', null, null]]);
    for (const view of ['', 'email', "email-'", 'webhook-suppressed']) expect(await listed(view)).toEqual([]);
  });

  test('contains no addresses, and can be read by every role', async () => {
    await planted([DEFERRED, DEAD, SENT(SECOND)]);
    const report = JSON.stringify(await deliveryReport(as(world.ctx, VERA), {}));
    expect(report).toContain('p0.example');
    expect(report).not.toContain('@');
  });

  test('shows the chosen event, or the latest one, of one incident or of all', async () => {
    const [first, second] = [await planted([SENT(0)]), await planted([SENT(0)], ['b@b.example'])];
    const shownOf = async (query: Parameters<typeof deliveryReport>[1]) => {
      const { events, shown } = await deliveryReport(cory(), query);
      return [events.length, shown?.event.id];
    };
    expect(await shownOf({})).toEqual([2, second.event]);
    expect(await shownOf({ event: first.event })).toEqual([2, first.event]);
    expect(await shownOf({ incident: first.incident })).toEqual([1, first.event]);
    expect(await shownOf({ incident: '\0' })).toEqual([2, second.event]);
    const counted = await incidentDeliveries(cory(), first.incident);
    const { publicId: update } = await db().incidentUpdate.findFirstOrThrow({
      where: { incident: { publicId: first.incident } },
    });
    expect(counted).toMatchObject([{ id: first.event, update, state: 'investigating', sent: 1, dead: 0 }]);
    expect(await incidentDeliveries(cory(), 'none00000001')).toEqual([]);
  });

  test('counts a delivery that is being tried as waiting', async () => {
    await planted([{ tries: 1, claimedUntil: at(45 * SECOND) }]);
    expect((await deliveryReport(cory(), {})).shown?.event).toMatchObject({ waiting: 1, deferred: 0 });
  });
});

describe('retrying', () => {
  const rows = () =>
    db().delivery.findMany({ orderBy: { id: 'asc' }, select: { state: true, tries: true, lane: true, dueAt: true } });

  test('makes deferred deliveries due now, and nothing else', async () => {
    const later = at(3_600 * SECOND);
    const { event } = await planted([SENT(0), { ...DEFERRED, dueAt: later }, DEAD, { tries: 1, claimedUntil: later }]);
    const before = await rows();
    world.clock.set(world.clock.now() + 5 * SECOND);
    expect(await retryDeliveries(cory(), { event, state: 'deferred' })).toBe(1);
    expect(await rows()).toEqual(before.map((row, i) => (i === 1 ? { ...row, dueAt: at(0) } : row)));
  });

  test('starts dead deliveries of one outcome again, in the retry lane', async () => {
    const { event } = await planted([DEAD, { ...DEAD, outcome: 'refused' }]);
    expect(await retryDeliveries(cory(), { event, state: 'dead', channel: 'email', outcome: 'failed' })).toBe(1);
    expect(await rows()).toEqual([
      { state: 'due', tries: 0, lane: 'mail_retry', dueAt: at(0) },
      expect.objectContaining({ state: 'dead', tries: 10 }),
    ]);
  });

  test('starts one dead delivery again, which the report lists by its subscriber and without its address', async () => {
    const { event } = await planted([DEAD, DEAD, { ...DEAD, answer: '550 no such user ops-2@p2.example' }]);
    const { shown } = await deliveryReport(cory(), {});
    expect(shown?.dead.map(({ host, code, tries }) => [host, code, tries])).toEqual([
      ['p0.example', '503', 10],
      ['p1.example', '503', 10],
      ['p2.example', '550', 10],
    ]);
    expect(JSON.stringify(shown)).not.toContain('@');
    const subscriber = shown?.dead[1]?.subscriber ?? '';
    expect(await retryDeliveries(cory(), { event, state: 'dead', subscriber })).toBe(1);
    expect((await rows()).map(({ state }) => state)).toEqual(['dead', 'due', 'dead']);
    expect(await retryDeliveries(cory(), { event, state: 'dead', subscriber })).toBe(0);
    await expect(retryDeliveries(cory(), { event, state: 'dead', subscriber: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('is audited once, and not if nothing was retried', async () => {
    const { event } = await planted([DEFERRED]);
    const audited = () => db().auditRow.count({ where: { action: 'delivery:retry', objectId: event } });
    await retryDeliveries(cory(), { event, state: 'dead' });
    expect(await audited()).toBe(0);
    await retryDeliveries(cory(), { event, state: 'deferred' });
    expect(await audited()).toBe(1);
  });

  test('is refused to viewers, and for anything but an id', async () => {
    await expect(retryDeliveries(as(world.ctx, VERA), { event: 'a', state: 'dead' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(retryDeliveries(as(world.ctx, ADA), { event: 'a', state: 'dead' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
