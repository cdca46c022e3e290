import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventBodySchema } from '#server/delivery/event-schemas';
import { listEvents } from '#server/delivery/reads/list-events';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { fanOut } from './fan-out.ts';

const HOUR = 3_600_000;
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'), AS_IN_PRODUCTION);
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
const clear = () =>
  world.ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component, subscription_request CASCADE');
beforeEach(clear);
afterEach(() => world.ctx.web.query('UPDATE delivery_pause SET paused_at = NULL, reason = NULL, continued_at = NULL'));

const DOWN = { affected: [{ component: 'serving', status: 'major_outage' as const }], separate: true };
const post = (incident: string, more: Partial<Parameters<typeof postUpdate>[1]> = {}) =>
  postUpdate(cory(), { incident, body: 'More.', ...more });

/** Fans out what is due, and returns the new deliveries, oldest first. */
async function deliver() {
  const last = await db().delivery.findFirst({ orderBy: { id: 'desc' } });
  await fanOut(world.ctx);
  return db().delivery.findMany({
    where: { id: { gt: last?.id ?? 0n } },
    orderBy: { id: 'asc' },
    include: { event: true, subscriber: true },
  });
}
const receivers = async () => (await deliver()).map(({ subscriberId, event }) => [subscriberId, event?.kind]);
const later = (ms: number) => world.clock.set(world.clock.now() + ms);

describe('fan-out', () => {
  test('writes one delivery per subscriber and event, however often and by however many processes it runs', async () => {
    const people: Awaited<ReturnType<typeof plantSubscriber>>[] = [];
    for (let i = 0; i < 5; i++) people.push(await plantSubscriber(world, i % 2 ? { channel: 'webhook' } : {}));
    const { incident } = await anIncident(world, DOWN);
    await post(incident);
    await Promise.all([fanOut(world.ctx), fanOut(world.ctx), fanOut(world.ctx)]);
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
    const rows = await db().delivery.findMany({ orderBy: { id: 'asc' }, include: { event: true } });
    expect(rows.map(({ subscriberId, lane, event }) => [subscriberId, lane, event?.kind])).toEqual(
      ['opened', 'updated'].flatMap((kind) =>
        people.map(({ id, channel }) => [id, channel === 'email' ? 'mail' : 'webhook', kind]),
      ),
    );
    const now = new Date(world.clock.now());
    for (const row of rows) expect(row).toMatchObject({ state: 'due', tries: 0, dueAt: now, createdAt: now });
  });

  test('numbers the messages of each webhook', async () => {
    const early = await plantSubscriber(world, { channel: 'webhook' });
    const { incident } = await anIncident(world, DOWN);
    await deliver();
    const late = await plantSubscriber(world, { channel: 'webhook' });
    await plantSubscriber(world);
    await post(incident);
    const rows = await deliver();
    expect(rows.map(({ subscriberId, sequence }) => [subscriberId, sequence])).toEqual([
      [early.id, 2n],
      [late.id, 1n],
      [expect.any(Number), null],
    ]);
  });

  test('leaves an event that is not due yet, and one that a change of its incident holds', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, DOWN);
    await db().event.updateMany({ data: { dueAt: new Date(world.clock.now() + 1) } });
    expect(await deliver()).toEqual([]);
    later(1);
    await db().$transaction(async (tx) => {
      await tx.event.updateMany({ where: { incident: { publicId: incident } }, data: { notifies: true } });
      expect(await deliver()).toEqual([]);
    });
    expect(await deliver()).toHaveLength(1);
  });

  test('leaves an event during whose reading an update was published that can be undone', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, DOWN);
    const other = await anIncident(world, DOWN);
    let isPosted = false;
    const snapshots = new Proxy(world.ctx.web, {
      get: (web, name) => {
        if (name !== 'connect' || isPosted) return Reflect.get(web, name, web);
        isPosted = true;
        return () => post(incident, { body: 'Wrong.', undoSeconds: 10 }).then(() => web.connect());
      },
    });
    const posting = { ...world.ctx, web: snapshots };
    expect(await fanOut(posting)).toEqual({ events: 1, deliveries: 1 });
    const [sent] = await db().event.findMany({ where: { outcome: 'fanned_out' }, include: { incident: true } });
    expect(sent?.incident.publicId).toBe(other.incident);
    later(10_000);
    expect(await receivers()).toHaveLength(2);
  });

  test('continues with other incidents where one fails', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, DOWN);
    await anIncident(world, DOWN);
    await post(incident);
    const [failing] = await db().event.findMany({ orderBy: { id: 'asc' } });
    await world.ctx.web.query(`ALTER TABLE event ADD CONSTRAINT no_body CHECK (id <> ${failing?.id} OR body IS NULL)`);
    await expect(fanOut(world.ctx)).rejects.toThrow('no_body');
    expect((await db().event.findMany({ orderBy: { id: 'asc' } })).map(({ outcome }) => outcome)).toEqual([
      null,
      'fanned_out',
      null,
    ]);
    await world.ctx.web.query('ALTER TABLE event DROP CONSTRAINT no_body');
    expect((await receivers()).map(([, kind]) => kind)).toEqual(['opened', 'updated']);
  });

  test('stores the text of the update that each event is about, also if several wait', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, { ...DOWN, body: 'First.' });
    await post(incident, { body: 'Second.' });
    await post(incident, { body: 'Third.' });
    const mails = (await deliver()).map(({ event }) => event?.mail);
    expect(mails).toMatchObject([
      { update: { text: 'First.' }, number: 1, earlier: [] },
      { update: { text: 'Second.' }, number: 2, earlier: [{ text: expect.stringContaining('First.') }] },
      { update: { text: 'Third.' }, number: 3, earlier: [{}, {}] },
    ]);
  });

  test('stores nothing where it fails, and does it whole later', async () => {
    await plantSubscriber(world, { channel: 'webhook' });
    await anIncident(world, DOWN);
    await world.ctx.web.query(`ALTER TABLE event ADD CONSTRAINT no_position CHECK (position IS NULL)`);
    await expect(fanOut(world.ctx)).rejects.toThrow('no_position');
    expect([await db().delivery.count(), (await db().subscriber.findFirstOrThrow()).lastSequence]).toEqual([0, 0n]);
    await world.ctx.web.query('ALTER TABLE event DROP CONSTRAINT no_position');
    expect(await deliver()).toHaveLength(1);
  });
});

describe('the recipients of an event', () => {
  test('are the subscribers of its components and impact, in an active state', async () => {
    const all = await plantSubscriber(world);
    const serving = await plantSubscriber(world, { components: ['serving'] });
    await plantSubscriber(world, { components: ['analytics'] });
    const critical = await plantSubscriber(world, { minimumImpact: 3 });
    for (const state of ['unconfirmed', 'quarantined', 'disabled', 'suppressed', 'ended'])
      await plantSubscriber(world, { state });
    await anIncident(world, DOWN);
    expect((await receivers()).map(([id]) => id)).toEqual([all.id, serving.id, critical.id]);
  });

  test('include, for an incident without components, those who chose all components', async () => {
    const all = await plantSubscriber(world);
    await plantSubscriber(world, { components: ['serving'] });
    await anIncident(world);
    expect((await receivers()).map(([id]) => id)).toEqual([all.id]);
  });

  test('come in when the impact or a component is reached, and then get every message to the end', async () => {
    const major = await plantSubscriber(world, { minimumImpact: 3, kinds: ['opened', 'resolved'] });
    const analytics = await plantSubscriber(world, { components: ['analytics'] });
    const { incident } = await anIncident(world, {
      affected: [{ component: 'serving', status: 'partial_outage' }],
      separate: true,
    });
    expect(await receivers()).toEqual([]);
    await post(incident, { affected: [{ component: 'serving', status: 'major_outage' }] });
    expect(await receivers()).toEqual([[major.id, 'updated']]);
    await post(incident, { affected: [{ component: 'analytics', status: 'partial_outage' }] });
    expect(await receivers()).toEqual([[analytics.id, 'updated']]); // the other one chose no updates
    await post(incident, { affected: [{ component: 'analytics', status: 'operational' }] });
    expect(await receivers()).toEqual([[analytics.id, 'updated']]);
    await resolveIncident(cory(), { incident, body: 'Done.' });
    expect(await receivers()).toEqual([
      [major.id, 'resolved'],
      [analytics.id, 'resolved'],
    ]);
  });

  test('get the kinds that they chose; a closed incident does not open for anyone', async () => {
    const ends = await plantSubscriber(world, { kinds: ['resolved'] });
    const { incident } = await anIncident(world, DOWN);
    await resolveIncident(cory(), { incident, body: 'Done.' });
    expect(await receivers()).toEqual([[ends.id, 'resolved']]);
    await plantSubscriber(world, { kinds: ['opened'] });
    await post(incident, { state: 'postmortem' });
    expect(await receivers()).toEqual([]);
  });

  test('of a withdrawal are those who were notified of the incident', async () => {
    const told = await plantSubscriber(world);
    const { incident } = await anIncident(world, DOWN);
    await deliver();
    await plantSubscriber(world);
    await withdrawIncident(cory(), { incident, reason: 'A test.' });
    expect(await receivers()).toEqual([[told.id, 'withdrawn']]);
  });

  test('of a merge are those who were notified of either incident, once', async () => {
    const both = await plantSubscriber(world);
    const serving = await plantSubscriber(world, { components: ['serving'] });
    const analytics = await plantSubscriber(world, { components: ['analytics'] });
    const into = await anIncident(world, DOWN);
    const merged = await anIncident(world, { ...DOWN, affected: [{ component: 'analytics', status: 'major_outage' }] });
    await deliver();
    await plantSubscriber(world);
    await mergeIncident(cory(), { incident: merged.incident, into: into.incident, reason: 'One cause.' });
    const rows = await deliver();
    expect(rows.map(({ subscriberId }) => subscriberId)).toEqual([both.id, serving.id, analytics.id]);
    expect(new Set(rows.map(({ event }) => JSON.parse(event?.body ?? '').data.incident.id))).toEqual(
      new Set([into.incident]),
    );
  });

  test('of a correction are those who were sent the text, on request', async () => {
    const reader = await plantSubscriber(world);
    const { incident, update } = await anIncident(world, DOWN);
    await deliver();
    await plantSubscriber(world);
    await post(incident);
    await deliver();
    await editUpdate(cory(), { incident, update, version: 1, body: 'Other.' });
    expect(await receivers()).toEqual([]);
    await editUpdate(cory(), { incident, update, version: 2, body: 'Another.', notify: true });
    expect(await receivers()).toEqual([[reader.id, 'updated']]);
  });

  test('have one message per address, also if it subscribes to one incident besides', async () => {
    const { incident } = await anIncident(world, DOWN);
    const address = 'petra@partner.example';
    const all = await plantSubscriber(world, { address, kinds: ['opened', 'resolved'] });
    const follower = await plantSubscriber(world, { address, incident });
    expect(await receivers()).toEqual([[all.id, 'opened']]);
    await post(incident);
    expect(await receivers()).toEqual([[follower.id, 'updated']]);
    await resolveIncident(cory(), { incident, body: 'Done.' });
    expect(await receivers()).toEqual([[all.id, 'resolved']]);
  });

  test('of a single incident get all its events; the subscription ends after the post-mortem', async () => {
    const { incident } = await anIncident(world, DOWN);
    const follower = await plantSubscriber(world, { incident, minimumImpact: 3 });
    const state = async () => (await db().subscriber.findUniqueOrThrow({ where: { id: follower.id } })).state;
    await anIncident(world, DOWN);
    await resolveIncident(cory(), { incident, body: 'Done.' });
    expect(await receivers()).toEqual([
      [follower.id, 'opened'],
      [follower.id, 'resolved'],
    ]);
    await post(incident, { state: 'postmortem' });
    expect(await receivers()).toEqual([[follower.id, 'postmortem']]);
    expect(await state()).toBe('active'); // its last message was not sent yet
    await db().delivery.updateMany({
      data: { state: 'sent', outcome: 'sent', settledAt: new Date(world.clock.now()) },
    });
    await post(incident);
    expect(await receivers()).toEqual([]);
    expect(await state()).toBe('ended');
  });
});

describe('the body of an event', () => {
  test('contains the incident as it is when it is sent, with public fields only', async () => {
    const { incident } = await anIncident(world, { ...DOWN, title: 'Serving down' });
    await post(incident, { body: 'Only for staff.', audience: ['internal'], notify: false });
    await post(incident, { state: 'identified', title: 'Serving down everywhere' });
    await fanOut(world.ctx);
    const [opened, updated] = await db().event.findMany({ orderBy: { id: 'asc' } });
    const body = eventBodySchema.parse(JSON.parse(opened?.body ?? '')); // strict: no other key
    expect(body).toMatchObject({
      type: 'incident.created',
      timestamp: new Date(opened?.occurredAt ?? 0).toISOString(),
      data: {
        event: { id: opened?.publicId, kind: 'opened' },
        incident: { id: incident, name: 'Serving down everywhere', status: 'identified', impact: 'critical' },
      },
    });
    expect(body.data.incident.incident_updates).toHaveLength(2);
    expect(body.data.incident.components.map(({ name }) => name)).toEqual(['Serving']);
    expect(eventBodySchema.parse(JSON.parse(updated?.body ?? '')).type).toBe('incident.updated');
    expect(opened?.body).not.toMatch(/Only for staff|cory|author|audience/i);
  });
});

describe('the list of events', () => {
  test('continues after a position, in the order of publication', async () => {
    const { incident } = await anIncident(world, DOWN);
    for (let i = 0; i < 4; i++) await post(incident, { notify: i % 2 === 0 });
    expect(await listEvents(world.ctx, {})).toEqual({ events: [], next: 0, hasMore: false });
    await fanOut(world.ctx);
    const first = await listEvents(world.ctx, { limit: '3' });
    expect(first).toMatchObject({
      events: [{ position: 1, type: 'incident.created' }, {}, {}],
      next: 3,
      hasMore: true,
    });
    const rest = await listEvents(world.ctx, { after: String(first.next) });
    expect(rest).toMatchObject({ events: [{ position: 4 }, { position: 5 }], next: 5, hasMore: false });
    expect(await listEvents(world.ctx, { after: '5' })).toEqual({ events: [], next: 5, hasMore: false });
    const { position: _, ...body } = rest.events[0] ?? { position: 0 };
    expect(body).toEqual(JSON.parse((await db().event.findFirstOrThrow({ where: { position: 4 } })).body ?? ''));
  });

  test.each([{ after: '-1' }, { after: 'x' }, { after: '1e400' }, { limit: '0' }, { limit: '101' }, { page: '1' }])(
    'rejects %j',
    async (query) => {
      await expect(listEvents(world.ctx, query)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );
});

describe('a breaker', () => {
  test('publishes an event that is older than an hour without notifying', async () => {
    await plantSubscriber(world);
    await anIncident(world, DOWN);
    later(HOUR + 1);
    expect(await deliver()).toEqual([]);
    expect(await db().event.findFirstOrThrow()).toMatchObject({ outcome: 'too_old', position: 1n, deliveryCount: 0 });
  });

  test('lets everything wait while sending is paused', async () => {
    await plantSubscriber(world);
    await anIncident(world, DOWN);
    await world.ctx.web.query(`UPDATE delivery_pause SET paused_at = now(), reason = 'operator'`);
    expect(await deliver()).toEqual([]);
    expect(await db().event.findFirstOrThrow()).toMatchObject({ outcome: null, position: null });
    await world.ctx.web.query('UPDATE delivery_pause SET paused_at = NULL, reason = NULL');
    expect(await deliver()).toHaveLength(1);
  });

  test('pauses sending where the volume is far above normal, until a person continues', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, DOWN);
    await fanOut(world.ctx);
    await db().event.updateMany({ data: { deliveryCount: 1_001 } });
    await post(incident);
    expect(await deliver()).toEqual([]);
    expect(await db().deliveryPause.findFirstOrThrow()).toMatchObject({ reason: 'volume' });
    await db().deliveryPause.updateMany({
      data: { pausedAt: null, reason: null, continuedAt: new Date(world.clock.now()) },
    });
    expect(await deliver()).toHaveLength(1);
  });

  test('makes further messages of a recipient wait after twelve in an hour, and sends only the latest', async () => {
    const reader = await plantSubscriber(world, { channel: 'webhook' });
    const { incident } = await anIncident(world, DOWN);
    const start = world.clock.now();
    await fanOut(world.ctx);
    for (let i = 0; i < 14; i++) {
      later(60_000);
      await post(incident);
      await fanOut(world.ctx);
    }
    const rows = await db().delivery.findMany({ orderBy: { id: 'asc' } });
    const outcomes = rows.map(({ state, outcome, dueAt, createdAt }) =>
      state === 'due' ? dueAt.getTime() - createdAt.getTime() > 0 : outcome,
    );
    expect(outcomes).toEqual([...Array(12).fill(false), 'digested', 'digested', true]);
    expect(rows.at(-1)).toMatchObject({ subscriberId: reader.id, sequence: 15n, dueAt: new Date(start + HOUR) });
    const fresh = await plantSubscriber(world);
    await post(incident);
    expect((await deliver()).find(({ subscriberId }) => subscriberId === fresh.id)?.dueAt).toEqual(
      new Date(world.clock.now()),
    );
  });
});
