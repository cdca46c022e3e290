import { expect, test } from 'vitest';
import type { Verdict } from '#domain/delivery/attempt';
import { incidentDeliveries } from '#server/delivery/reads/delivery-report';
import { settleDeliveries } from '#server/delivery/sql/settlements';
import { communicationRecord } from '#server/incidents/reads/communication-record';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { anIncident } from '#server/test/incidents';
import { ADA, as } from '#server/test/people';
import type { Settlement } from './settlement.ts';

const SECOND = 1_000;
const SENT: Verdict = { state: 'sent', outcome: 'sent' };
const GIVEN_UP: Verdict = { state: 'dead', outcome: 'failed' };
const world = testWorld(undefined, AS_IN_PRODUCTION);
const db = () => world.ctx.prisma;
let names = 0;

const aTry = (id: bigint, subscriberId: number | null, verdict: Verdict): Settlement => ({
  id: String(id),
  tries: 0,
  subscriberId: subscriberId ?? 0,
  channel: 'email',
  isTried: true,
  answer: null,
  verdict,
});

/** Plants an event for people and returns their deliveries as tries with these results. */
async function planted(verdicts: readonly Verdict[]) {
  const people = await plantSubscribers(
    world,
    verdicts.map(() => `ops-${++names}@partner.example`),
    'email',
  );
  const ids = people.map(({ id }) => id);
  const { event, incident } = await plantDeliveries(world, 'mail', ids);
  const rows = await db().delivery.findMany({ where: { subscriberId: { in: ids } }, orderBy: { id: 'asc' } });
  const tries = rows.map(({ id, subscriberId }, i) => aTry(id, subscriberId, verdicts[i] ?? SENT));
  return { event, incident, tries };
}
const settleAfter = (ms: number, tries: readonly Settlement[]) =>
  settleDeliveries(world.ctx.delivery, tries, world.clock.now() + ms);
const totalsOf = async (publicId: string) => {
  const { sentCount, lastSentAt, createdAt } = await db().event.findUniqueOrThrow({ where: { publicId } });
  return [sentCount, lastSentAt === null ? null : lastSentAt.getTime() - createdAt.getTime()];
};

test('an event counts what was sent once, also if a result comes twice or the last one comes first', async () => {
  const { event, tries } = await planted([SENT, SENT, GIVEN_UP]);
  expect(await totalsOf(event)).toEqual([0, null]);
  await settleAfter(4 * SECOND, tries.slice(0, 1));
  await settleAfter(2 * SECOND, tries);
  await settleAfter(9 * SECOND, tries);
  expect(await totalsOf(event)).toEqual([2, 4 * SECOND]);
});

test('batches that are settled at the same time, in opposite order, lose no count', async () => {
  const [one, other] = [await planted(Array(20).fill(SENT)), await planted(Array(20).fill(SENT))];
  const batches = one.tries.map((each, i) => [each, other.tries[i] ?? each]);
  await Promise.all(batches.map((batch, i) => settleAfter(i * SECOND, i % 2 ? batch : batch.toReversed())));
  expect([await totalsOf(one.event), await totalsOf(other.event)]).toEqual([
    [20, 19 * SECOND],
    [20, 19 * SECOND],
  ]);
});

test('the public figure of an incident is that of its delivery rows, with those of a merged incident', async () => {
  const [one, other] = [await planted([SENT, GIVEN_UP]), await planted([SENT, SENT])];
  await settleAfter(4 * SECOND, one.tries);
  await settleAfter(9 * SECOND, other.tries);
  const silent = await anIncident(world, { separate: true });
  const figures = async () => {
    const { incidents } = await communicationRecord(world.ctx);
    const asked = [one.incident, other.incident, silent.incident];
    return asked.map((id) => incidents.find(({ publicId }) => publicId === id)?.notified);
  };
  expect(await figures()).toEqual([
    { recipients: 2, sent: 1, ms: 4 * SECOND },
    { recipients: 2, sent: 2, ms: 9 * SECOND },
    { recipients: 0, sent: 0, ms: null },
  ]);
  const [counted] = await incidentDeliveries(as(world.ctx, ADA), one.incident);
  expect(counted).toMatchObject({ sent: 1, dead: 1, lastSentAt: (counted?.publishedAt ?? 0) + 4 * SECOND });
  await mergeIncident(as(world.ctx, ADA), { incident: one.incident, into: other.incident, reason: 'The same.' });
  expect((await figures()).slice(0, 2)).toEqual([undefined, { recipients: 4, sent: 3, ms: 9 * SECOND }]);
});
