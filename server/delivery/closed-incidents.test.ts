import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { undoUpdate } from '#server/incidents/verbs/undo-update';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { aPostmortem, aPublishedPostmortem, finishActionItem } from '#server/test/postmortems';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
beforeEach(() => world.ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component CASCADE'));

const DOWN = { affected: [{ component: 'serving', status: 'major_outage' as const }], separate: true };
const post = (incident: string, state: 'resolved' | 'postmortem') =>
  postUpdate(cory(), { incident, body: 'More.', state });

/** Fans out what is due, and returns the new deliveries as recipient and kind of event, oldest first. */
async function receivers() {
  const last = await db().delivery.findFirst({ orderBy: { id: 'desc' } });
  await fanOut(world.ctx);
  const rows = await db().delivery.findMany({
    where: { id: { gt: last?.id ?? 0n } },
    orderBy: { id: 'asc' },
    include: { event: true },
  });
  return rows.map(({ subscriberId, event }) => [subscriberId, event?.kind]);
}

describe('a subscription to one incident', () => {
  const rowOf = ({ id }: { id: number }) => db().subscriber.findUniqueOrThrow({ where: { id } });

  test('moves to the incident into which its incident is merged, unless the address has one to that already', async () => {
    const [into, merged] = [await anIncident(world, DOWN), await anIncident(world, DOWN)];
    const address = 'petra@partner.example';
    const follower = await plantSubscriber(world, { incident: merged.incident });
    const twice = await plantSubscriber(world, { incident: merged.incident, address });
    const already = await plantSubscriber(world, { incident: into.incident, address });
    await receivers();
    await db().delivery.updateMany({
      data: { state: 'sent', outcome: 'sent', settledAt: new Date(world.clock.now()) },
    });
    await mergeIncident(cory(), { incident: merged.incident, into: into.incident, reason: 'One cause.' });
    expect((await receivers()).map(([id]) => id)).toEqual([follower.id, already.id]);
    const target = (await rowOf(already)).incidentId;
    expect(await rowOf(follower)).toMatchObject({ state: 'active', incidentId: target });
    expect(await rowOf(twice)).toMatchObject({ state: 'ended', stateReason: 'covered' });
    await post(into.incident, 'resolved');
    await post(into.incident, 'postmortem');
    expect((await receivers()).map(([id]) => id)).toEqual([follower.id, already.id, follower.id, already.id]);
  });

  test('moves although someone requested one to the other incident and has not confirmed it', async () => {
    const [into, merged] = [await anIncident(world, DOWN), await anIncident(world, DOWN)];
    const other = await anIncident(world, DOWN);
    const address = 'petra@partner.example';
    const unconfirmed = [
      await plantSubscriber(world, { incident: into.incident, address, state: 'unconfirmed' }),
      await plantSubscriber(world, { incident: other.incident, address, state: 'unconfirmed' }),
    ];
    const follower = await plantSubscriber(world, { incident: merged.incident, address });
    for (const { incident } of [merged, other])
      await mergeIncident(cory(), { incident, into: into.incident, reason: 'One cause.' });
    await receivers();
    expect(await rowOf(follower)).toMatchObject({ state: 'active', incidentId: unconfirmed[0]?.incidentId });
    for (const one of unconfirmed) expect(await rowOf(one)).toMatchObject({ state: 'ended', stateReason: 'covered' });
  });

  test('ends after the withdrawal of its incident was sent', async () => {
    const { incident } = await anIncident(world, DOWN);
    const follower = await plantSubscriber(world, { incident });
    await receivers();
    await withdrawIncident(cory(), { incident, reason: 'A test.' });
    expect(await receivers()).toEqual([[follower.id, 'withdrawn']]);
    await receivers();
    expect(await rowOf(follower)).toMatchObject({ state: 'active' });
    await db().delivery.updateMany({
      data: { state: 'sent', outcome: 'sent', settledAt: new Date(world.clock.now()) },
    });
    await receivers();
    expect(await rowOf(follower)).toMatchObject({ state: 'ended', stateReason: 'withdrawn' });
  });
});

describe('a subscription to one incident with a post-mortem', () => {
  const settle = () =>
    db().delivery.updateMany({ data: { state: 'sent', outcome: 'sent', settledAt: new Date(world.clock.now()) } });
  const stateOf = async ({ id }: { id: number }) =>
    (await db().subscriber.findUniqueOrThrow({ where: { id } })).stateReason ?? 'active';

  test('ends after the last message about its action items', async () => {
    const { incident } = await anIncident(world, DOWN);
    const follower = await plantSubscriber(world, { incident });
    await post(incident, 'resolved');
    await aPublishedPostmortem(world, incident);
    await receivers();
    await settle();
    await receivers();
    expect(await stateOf(follower)).toBe('active');
    await finishActionItem(world, incident);
    expect(await receivers()).toEqual([[follower.id, 'updated']]);
    await receivers();
    expect(await stateOf(follower)).toBe('active'); // the message waits to be sent
    await settle();
    await receivers();
    expect(await stateOf(follower)).toBe('postmortem');
  });

  test('does not end while it is not published, whatever was posted by hand', async () => {
    const { incident } = await anIncident(world, DOWN);
    const follower = await plantSubscriber(world, { incident });
    await post(incident, 'resolved');
    await aPostmortem(world, incident);
    await post(incident, 'postmortem');
    await receivers();
    await settle();
    await receivers();
    expect(await stateOf(follower)).toBe('active');
  });

  test('ends after a post-mortem that was posted by hand, if there is no other', async () => {
    const { incident } = await anIncident(world, DOWN);
    const follower = await plantSubscriber(world, { incident });
    await post(incident, 'resolved');
    await post(incident, 'postmortem');
    await receivers();
    await settle();
    await receivers();
    expect(await stateOf(follower)).toBe('postmortem');
  });
});

test('a merge takes the post-mortem along, unless the other incident has its own', async () => {
  const [into, merged, own] = [
    await anIncident(world, DOWN),
    await anIncident(world, DOWN),
    await anIncident(world, DOWN),
  ];
  const { postmortem } = await aPostmortem(world, merged.incident);
  await aPostmortem(world, own.incident);
  const incidentsOf = async () =>
    (
      await db().postmortem.findUniqueOrThrow({
        where: { publicId: postmortem },
        select: { incidents: { select: { incident: { select: { publicId: true } } } } },
      })
    ).incidents.map(({ incident }) => incident.publicId);
  await mergeIncident(cory(), { incident: merged.incident, into: into.incident, reason: 'One cause.' });
  expect(await incidentsOf()).toEqual([into.incident]);
  await mergeIncident(cory(), { incident: into.incident, into: own.incident, reason: 'One cause.' });
  expect(await incidentsOf()).toEqual([into.incident]);
});

describe('what waits to be fanned out', () => {
  test('is not sent if its incident is withdrawn, and is sent if that is undone', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, DOWN);
    const { update } = await withdrawIncident(cory(), { incident, reason: 'A test.', undoSeconds: 10 });
    expect(await receivers()).toEqual([]);
    await undoUpdate(cory(), { incident, update });
    expect((await receivers()).map(([, kind]) => kind)).toEqual(['opened']);
    const second = await anIncident(world, DOWN);
    await withdrawIncident(cory(), { incident: second.incident, reason: 'A test.' });
    expect(await receivers()).toEqual([]);
    expect(
      await db().event.groupBy({
        by: ['kind', 'outcome'],
        where: { incident: { publicId: second.incident } },
        _count: true,
      }),
    ).toEqual(
      expect.arrayContaining([
        { kind: 'opened', outcome: 'cancelled', _count: 1 },
        { kind: 'withdrawn', outcome: 'fanned_out', _count: 1 },
      ]),
    );
  });

  test('stays as it is if it is fanned out while its incident is withdrawn', async () => {
    const { incident } = await anIncident(world, DOWN);
    const client = await world.ctx.delivery.connect();
    await client.query('BEGIN');
    await client.query(
      "UPDATE event SET outcome = 'fanned_out', position = 1, body = '{}', fanned_out_at = created_at",
    );
    const withdrawn = withdrawIncident(cory(), { incident, reason: 'A test.' });
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    await vi.waitFor(async () => expect((await world.ctx.web.query(waiting)).rows).toHaveLength(1), 20_000);
    await client.query('COMMIT');
    client.release();
    await withdrawn;
    const events = await db().event.findMany({ orderBy: { id: 'asc' } });
    expect(events.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['opened', 'fanned_out'],
      ['withdrawn', null],
    ]);
    expect(await db().incidentUpdate.count({ where: { id: events[0]?.updateId ?? 0, notifies: true } })).toBe(1);
  });

  test('reaches its subscribers by the message about a merge', async () => {
    const into = await anIncident(world, DOWN);
    await receivers();
    const analytics = await plantSubscriber(world, { components: ['analytics'] });
    const merged = await anIncident(world, {
      ...DOWN,
      affected: [{ component: 'analytics', status: 'major_outage' }],
      undoSeconds: 10,
    });
    await mergeIncident(cory(), { incident: merged.incident, into: into.incident, reason: 'One cause.' });
    expect(await receivers()).toEqual([[analytics.id, 'updated']]);
  });
});
