import { beforeEach, expect, test, vi } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { settleDeliveries } from '#server/delivery/sql/settlements';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { anIncident } from '#server/test/incidents';

const world = testWorld(undefined, AS_IN_PRODUCTION);
beforeEach(() => world.ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component CASCADE'));

const FAILED = { state: 'dead', outcome: 'failed' } as const;
const SENT = { state: 'sent', outcome: 'sent' } as const;
const WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

/** So many that the planner reads the table in the order in which it holds them. */
const WEBHOOKS = 60;

/** Stores webhooks, in the opposite order of their ids. */
async function webhooks(): Promise<number[]> {
  const urls = Array.from({ length: WEBHOOKS }, (_, i) => `https://receiver-${i}.example`);
  const ids = (await plantSubscribers(world, urls)).map(({ id }) => id);
  await reverse(ids);
  return ids;
}

/** Makes the table hold subscribers in the opposite order of their ids. */
async function reverse(ids: readonly number[]): Promise<void> {
  for (const id of ids.toReversed())
    await world.ctx.web.query('UPDATE subscriber SET refusals = 1 WHERE id = $1', [id]);
}

/** Runs `work` while another transaction holds the first subscriber, and returns which of the others it has locked then. */
async function lockedBefore(ids: readonly number[], work: () => Promise<unknown>): Promise<number[]> {
  const client = await world.ctx.web.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM subscriber WHERE id = $1 FOR UPDATE', [ids[0]]);
  const done = work();
  await vi.waitFor(async () => expect((await world.ctx.staff.query(WAITING)).rows).toHaveLength(1), 20_000);
  const { rows } = await world.ctx.staff.query<{ id: number }>(
    'SELECT id FROM subscriber WHERE id = ANY ($1) FOR UPDATE SKIP LOCKED',
    [ids.slice(1)],
  );
  await client.query('COMMIT');
  client.release();
  await done;
  const free = new Set(rows.map(({ id }) => id));
  return ids.slice(1).filter((id) => !free.has(id));
}

test('storing results and fanning out lock subscribers in the order of their ids, so that they cannot block each other', async () => {
  const ids = await webhooks();
  await plantDeliveries(world, 'webhook', ids);
  const rows = await world.ctx.prisma.delivery.findMany();
  const results = rows.map(({ id, subscriberId }) => ({
    id: String(id),
    tries: 0,
    subscriberId: subscriberId ?? 0,
    channel: 'webhook' as const,
    isTried: true,
    answer: null,
    verdict: subscriberId === ids[0] ? FAILED : SENT,
  }));
  expect(await lockedBefore(ids, () => settleDeliveries(world.ctx.delivery, results, world.clock.now()))).toEqual([]);
  await reverse(ids);
  await anIncident(world);
  expect(await lockedBefore(ids, () => fanOut(world.ctx))).toEqual([]);
});
