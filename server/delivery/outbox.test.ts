import { beforeAll, describe, expect, test } from 'vitest';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { approveDraft } from '#server/incidents/verbs/approve-draft';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY } from '#server/test/people';
import { aPostmortem, aPublishedPostmortem, finishActionItem, published } from '#server/test/postmortems';
import { fanOut } from './fan-out.ts';
import { delayEvent, waitingEvent } from './outbox.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const world = testWorld();
const [cory, ada] = [() => as(world.ctx, CORY), () => as(world.ctx, ADA)];
/** The holder of a token. */
const program = () => as(world.ctx, { kind: 'token', id: 7, scopes: ['incidents:write'] });
const INTERNAL = { audience: ['internal' as const], notify: false };

let lastId = 0n;
/** Returns the events that `change` writes, as "kind recipients", with the incident if that is not the first one and "silent" if it notifies no one. */
async function eventsOf(change: () => Promise<unknown>): Promise<string[]> {
  const before = await world.ctx.prisma.event.findFirst({ orderBy: { id: 'desc' } });
  lastId = before?.id ?? 0n;
  await change();
  return (await newEvents()).map(
    ({ kind, recipients, notifies }) => `${kind} ${recipients}${notifies ? '' : ' silent'}`,
  );
}
const newEvents = () =>
  world.ctx.prisma.event.findMany({
    where: { id: { gt: lastId } },
    orderBy: { id: 'asc' },
    include: { update: true, incident: true },
  });

type Posted = { incident: string; update: string };
const resolved = async (): Promise<Posted> => {
  const { incident } = await anIncident(world);
  return resolveIncident(cory(), { incident, body: 'Done.' });
};
const draftOf = async (content: Parameters<typeof saveDraft>[1]['content'], incident: string) => {
  const { version } = await saveDraft(cory(), { incident, version: 0, content, ready: true });
  return { incident, version };
};

/** What a person or program does to an incident, and the events that this writes. */
const BY_PEOPLE: [
  does: string,
  before: () => Promise<Posted>,
  change: (posted: Posted) => Promise<unknown>,
  string[],
][] = [
  ['opens it', async () => ({ incident: '', update: '' }), () => anIncident(world), ['opened scope']],
  ['opens it internally', async () => ({ incident: '', update: '' }), () => anIncident(world, INTERNAL), []],
  [
    'publishes it with an update',
    () => anIncident(world, INTERNAL),
    ({ incident }) => postUpdate(cory(), { incident, body: 'b' }),
    ['opened scope'],
  ],
  [
    'posts an update',
    () => anIncident(world),
    ({ incident }) => postUpdate(cory(), { incident, body: 'b', state: 'identified' }),
    ['updated scope'],
  ],
  [
    'posts an update by the API',
    () => anIncident(world),
    ({ incident }) => postUpdate(program(), { incident, body: 'b' }),
    ['updated scope'],
  ],
  [
    'posts an update without a notification',
    () => anIncident(world),
    ({ incident }) => postUpdate(cory(), { incident, body: 'b', notify: false }),
    ['updated scope silent'],
  ],
  [
    'posts an internal update',
    () => anIncident(world),
    ({ incident }) => postUpdate(cory(), { incident, body: 'b', ...INTERNAL }),
    [],
  ],
  [
    'resolves it',
    () => anIncident(world),
    ({ incident }) => resolveIncident(cory(), { incident, body: 'b' }),
    ['resolved scope'],
  ],
  [
    'resolves it by an update',
    () => anIncident(world),
    ({ incident }) => postUpdate(cory(), { incident, body: 'b', state: 'resolved' }),
    ['resolved scope'],
  ],
  [
    'reopens it',
    resolved,
    ({ incident }) => postUpdate(cory(), { incident, body: 'b', state: 'investigating' }),
    ['reopened scope'],
  ],
  [
    'publishes its post-mortem',
    resolved,
    ({ incident }) => postUpdate(cory(), { incident, body: 'b', state: 'postmortem' }),
    ['postmortem scope'],
  ],
  ['writes its post-mortem', resolved, ({ incident }) => aPostmortem(world, incident), []],
  [
    'publishes its checked post-mortem',
    resolved,
    async ({ incident }) => published(world, await aPostmortem(world, incident)),
    ['postmortem scope'],
  ],
  [
    'finishes an action item of it',
    async () => {
      const posted = await resolved();
      await aPublishedPostmortem(world, posted.incident);
      return posted;
    },
    ({ incident }) => finishActionItem(world, incident),
    ['updated scope'],
  ],
  [
    'withdraws it',
    () => anIncident(world),
    ({ incident }) => withdrawIncident(cory(), { incident, reason: 'r' }),
    ['withdrawn notified'],
  ],
  [
    'withdraws it before readers saw it',
    () => anIncident(world, INTERNAL),
    ({ incident }) => withdrawIncident(cory(), { incident, reason: 'r' }),
    [],
  ],
  [
    'edits an update',
    () => anIncident(world),
    (posted) => editUpdate(cory(), { ...named(posted), version: 1, body: 'Other.' }),
    ['updated readers silent'],
  ],
  [
    'edits an update and notifies its recipients',
    () => anIncident(world),
    (posted) => editUpdate(cory(), { ...named(posted), version: 1, body: 'Other.', notify: true }),
    ['updated readers'],
  ],
  [
    'edits an internal update',
    () => anIncident(world, INTERNAL),
    (posted) => editUpdate(cory(), { ...named(posted), version: 1, body: 'Other.', notify: true }),
    [],
  ],
  [
    'retracts an update',
    () => anIncident(world),
    (posted) => retractUpdate(cory(), { ...named(posted), reason: 'r' }),
    ['updated readers silent'],
  ],
  [
    'retracts an update and notifies its recipients',
    () => anIncident(world),
    (posted) => retractUpdate(cory(), { ...named(posted), reason: 'r', notify: true }),
    ['updated readers'],
  ],
  [
    'merges it into a public one',
    async () => {
      const posted = await anIncident(world);
      await fanOut(world.ctx);
      return posted;
    },
    async ({ incident }) => merge(incident, (await anIncident(world)).incident),
    ['opened scope', 'resolved scope silent', 'updated notified'],
  ],
  [
    'merges it before its first message was sent',
    () => anIncident(world),
    async ({ incident }) => merge(incident, (await anIncident(world)).incident),
    ['opened scope', 'resolved scope silent', 'updated scope'],
  ],
  [
    'merges it before readers saw it',
    () => anIncident(world, INTERNAL),
    async ({ incident }) => merge(incident, (await anIncident(world)).incident),
    ['opened scope', 'updated notified silent'],
  ],
  [
    'approves an update',
    async () => anIncident(world),
    async ({ incident }) => approveDraft(ada(), await draftOf({ body: 'b', state: 'identified' }, incident)),
    ['updated scope'],
  ],
  [
    'approves an edit',
    async () => anIncident(world),
    async ({ incident, update }) =>
      approveDraft(ada(), await draftOf({ body: 'b', edit: { update, version: 1 } }, incident)),
    ['updated readers silent'],
  ],
  [
    'backfills one',
    async () => ({ incident: '', update: '' }),
    () => backfill(['investigating', 'identified', 'resolved']),
    ['resolved scope silent'],
  ],
  [
    'backfills one with a post-mortem',
    async () => ({ incident: '', update: '' }),
    () => backfill(['resolved', 'postmortem']),
    ['postmortem scope silent'],
  ],
  [
    'backfills an internal one',
    async () => ({ incident: '', update: '' }),
    () => backfill(['resolved'], ['internal']),
    [],
  ],
];

const named = ({ incident, update }: Posted) => ({ incident, update });
const merge = (incident: string, into: string) => mergeIncident(cory(), { incident, into, reason: 'One cause.' });
const backfill = (
  states: ('investigating' | 'identified' | 'resolved' | 'postmortem')[],
  audience: ('public' | 'internal')[] = ['public', 'internal'],
) =>
  backfillIncident(ada(), {
    title: 'Past',
    startedAt: '2021-01-01T00:00:00Z',
    updates: states.map((state, i) => ({ state, body: 'b', audience, occurredAt: `2021-01-01T0${i + 1}:00:00Z` })),
  });

describe('a person or program who', () => {
  test.each(BY_PEOPLE)('%s', async (_, before, change, events) => {
    const posted = await before();
    expect(await eventsOf(() => change(posted))).toEqual(events);
  });
});

describe('an event', () => {
  test('is about its update, and due at once', async () => {
    const { incident } = await anIncident(world);
    await eventsOf(() => postUpdate(cory(), { incident, body: 'b' }));
    const [event] = await newEvents();
    const now = new Date(world.clock.now());
    expect(event).toMatchObject({ createdAt: now, dueAt: now, position: null, body: null, outcome: null });
    expect([event?.incident.publicId, event?.update?.body]).toEqual([incident, 'b']);
  });

  test('is written only with its change: what changes nothing writes none', async () => {
    const { incident, update } = await anIncident(world);
    const key = { idempotencyKey: 'once' };
    const repeats = [
      () =>
        editUpdate(cory(), {
          incident,
          update,
          version: 1,
          body: 'Part of **serving** answers slowly since 12:00 UTC.',
        }),
      () => acknowledgeIncident(cory(), { incident }),
      () => runAutomation(world.ctx),
    ];
    for (const repeat of repeats) expect(await eventsOf(repeat)).toEqual([]);
    const post = () => postUpdate(cory(), { incident, body: 'b', ...key });
    expect([await eventsOf(post), await eventsOf(post)]).toEqual([['updated scope'], []]);
    const retract = () => retractUpdate(cory(), { incident, update, reason: 'r', notify: true });
    expect([await eventsOf(retract), await eventsOf(retract)]).toEqual([['updated readers'], []]);
  });

  test('is followed by another one if it was sent while its update was revised', async () => {
    const { update } = await anIncident(world);
    const { id: updateId } = await world.ctx.prisma.incidentUpdate.findUniqueOrThrow({ where: { publicId: update } });
    const now = world.clock.now();
    await world.ctx.prisma.$transaction(async (tx) => {
      const event = await waitingEvent(tx, updateId);
      if (!event) throw new Error('the event waits');
      const { id } = event;
      await tx.event.update({
        where: { id },
        data: { outcome: 'fanned_out', position: id, fannedOutAt: new Date(now) },
      });
      await delayEvent(tx, world.ctx, event, { dueAt: now + 20 * SECOND, revisedBy: 'updated' });
    });
    const events = await world.ctx.prisma.event.findMany({ where: { updateId }, orderBy: { id: 'asc' } });
    expect(events).toMatchObject([
      { kind: 'opened', outcome: 'fanned_out' },
      { kind: 'updated', outcome: null, notifies: true, recipients: 'scope', dueAt: new Date(now + 20 * SECOND) },
    ]);
  });

  test('has one of the kinds that subscribers choose among', async () => {
    const { rows } = await world.ctx.web.query<{ rule: string }>(
      `SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint
        WHERE contype = 'c' AND conrelid IN ('event'::regclass, 'subscriber'::regclass) AND conname ~ 'kind'`,
    );
    const listed = rows.map(({ rule }) => [...rule.matchAll(/'(\w+)'/g)].map(([, kind]) => kind));
    expect(listed).toEqual([EVENT_KINDS, EVENT_KINDS]);
  });

  test('cannot be about an internal update', async () => {
    const { incident, update } = await anIncident(world);
    const internal = await postUpdate(cory(), { incident, body: 'b', ...INTERNAL });
    const idOf = async (publicId: string) =>
      (await world.ctx.prisma.incidentUpdate.findUniqueOrThrow({ where: { publicId } })).id;
    const about = async (publicId: string, isPublic: boolean) =>
      world.ctx.web.query(`UPDATE event SET update_id = $1, is_public = $2 WHERE id = (SELECT max(id) FROM event)`, [
        await idOf(publicId),
        isPublic,
      ]);
    await expect(about(internal.update, true)).rejects.toMatchObject({ code: '23503' });
    await expect(about(internal.update, false)).rejects.toMatchObject({ code: '23514' });
    await about(update, true);
  });
});

describe('incident automation', () => {
  let fleet: Awaited<ReturnType<typeof startFleet>>;
  beforeAll(async () => {
    fleet = await startFleet(world);
    await fleet.run(world.clock.now() + 180 * SECOND);
    return () => fleet.stop();
  });

  test('opens, updates, recovers and reopens an incident', async () => {
    const from = world.clock.now();
    expect(await eventsOf(() => fleet.run(from + 60 * SECOND, { serving: 'partial' }))).toEqual(['opened scope']);
    const [opened] = await newEvents();
    expect(opened?.dueAt).toEqual(opened?.createdAt); // the first message is never delayed
    expect(await eventsOf(() => fleet.run(from + 120 * SECOND, { serving: 'major' }))).toEqual(['updated scope']);
    const [raised] = await newEvents();
    expect((raised?.dueAt.getTime() ?? 0) - (raised?.createdAt.getTime() ?? 0)).toBe(20 * SECOND);
    expect(await eventsOf(() => fleet.run(from + 300 * SECOND))).toEqual(['updated scope']); // monitoring
    const incident = opened?.incident.publicId ?? '';
    await resolveIncident(cory(), { incident, body: 'Done.' });
    expect(await eventsOf(() => fleet.run(from + 400 * SECOND, { serving: 'major' }))).toEqual(['reopened scope']);
    expect(await eventsOf(() => acknowledgeIncident(cory(), { incident }))).toEqual(['updated scope silent']);
    await fleet.run(from + 600 * SECOND);
    await resolveIncident(cory(), { incident, body: 'Done.' });
  });

  test('writes one event for a burst, which waits until the burst is over', async () => {
    world.clock.set(world.clock.now() + 3 * HOUR);
    await fleet.run(world.clock.now() + 240 * SECOND);
    const at = world.clock.now();
    const states = (t: number) => ({
      serving: 'major' as const,
      ...(t >= 50 ? { analytics: 'major' as const } : {}),
    });
    expect(
      await eventsOf(async () => {
        for (let t = 10; t <= 90; t += 10) await fleet.run(at + t * SECOND, states(t));
      }),
    ).toEqual(['opened scope', 'updated scope']);
    const [, burst] = await newEvents();
    expect(burst?.dueAt.getTime()).toBeGreaterThan(world.clock.now());
  });

  test('writes the event of an incident although the clock moves on while it is written', async () => {
    await fleet.run(world.clock.now() + 600 * SECOND);
    const open = await world.ctx.prisma.incident.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await resolveIncident(cory(), { incident: open.publicId, body: 'Done.' });
    world.clock.set(world.clock.now() + 3 * HOUR);
    await fleet.run(world.clock.now() + 240 * SECOND);
    const start = world.clock.now();
    let reads = 0;
    const clock = { ...world.ctx.clock, now: () => world.clock.now() + ++reads };
    expect(
      await eventsOf(async () => {
        for (let t = 10; t <= 60; t += 10) {
          world.clock.set(start + t * SECOND + 1);
          await fleet.observe(start + t * SECOND, (component) => (component === 'serving' ? 'major' : 'up'));
          await fleet.evaluate((ctx) => runAutomation({ ...ctx, clock }));
        }
      }),
    ).toEqual(['opened scope']);
  });
});
