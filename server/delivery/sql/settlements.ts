import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import { transaction } from '#server/db/transaction';
import type { Settlement } from '#server/delivery/settlement';
import { type SettledRow, settleRows } from './settle-rows.ts';
import { noteOutcomes } from './subscriber-health.ts';

// The later events of a subscriber wait for the earlier one. Without this they would stay at the head of their lane, where every claim looks at them.
const DELAY_LATER = `UPDATE delivery d SET due_at = r.due_at
FROM unnest($1::int[], $2::bigint[], $3::timestamptz[]) r(subscriber_id, id, due_at)
WHERE d.subscriber_id = r.subscriber_id AND d.state = 'due' AND d.id > r.id AND d.due_at < r.due_at AND d.event_id IS NOT NULL`;

// Lanes settle deliveries of the same events at the same time, so they lock them in one order.
const LOCK_EVENTS = 'SELECT FROM event WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE';
const COUNT_SENT = `UPDATE event e SET sent_count = e.sent_count + s.count, last_sent_at = GREATEST(e.last_sent_at, $2)
FROM (SELECT id, count(*)::int AS count FROM unnest($1::bigint[]) id GROUP BY id) s WHERE e.id = s.id`;

/** Stores the results of claimed deliveries of events, and what follows for their subscribers. */
export async function settleDeliveries(pool: pg.Pool, results: readonly Settlement[], now: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    const rows = await settleRows(client, results, now);
    const settled = new Set(rows.map(({ id }) => id));
    const applied = results.filter(({ id }) => settled.has(id));
    await delayLater(client, applied);
    await noteOutcomes(client, applied, now);
    await countSent(client, rows, now);
  });
}

/** Adds deliveries that were sent to the totals of their events. */
async function countSent(client: pg.ClientBase, rows: readonly SettledRow[], now: Instant): Promise<void> {
  const events = rows.flatMap(({ state, event_id }) => (state === 'sent' && event_id !== null ? [event_id] : []));
  if (events.length === 0) return;
  await client.query({ name: 'lock-events', text: LOCK_EVENTS, values: [events] });
  await client.query({ name: 'count-sent', text: COUNT_SENT, values: [events, new Date(now)] });
}

async function delayLater(client: pg.ClientBase, results: readonly Settlement[]): Promise<void> {
  const again = results.flatMap(({ id, subscriberId, verdict }) =>
    verdict.state === 'due' ? [{ id, subscriberId, dueAt: new Date(verdict.dueAt) }] : [],
  );
  if (again.length === 0) return;
  await client.query({
    name: 'delay-later-deliveries',
    text: DELAY_LATER,
    values: [again.map((one) => one.subscriberId), again.map((one) => one.id), again.map((one) => one.dueAt)],
  });
}
