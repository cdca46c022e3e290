import type { Finding, TrialWorld } from './trial-world.ts';

const OF_STAFF = `SELECT count(*)::int AS count FROM event e JOIN incident i ON i.id = e.incident_id WHERE i.origin = 'staff'`;
const TWICE = `SELECT count(*)::int AS count FROM (
  SELECT FROM event GROUP BY incident_id, update_id, kind HAVING count(*) > 1) AS twice`;
/** Without those that were put off or joined, because there were many in an hour. */
const DELIVERIES = `SELECT format('msg_%s_%s', e.public_id, s.public_id) AS id, d.tries - 1 AS lost
FROM delivery d JOIN event e ON e.id = d.event_id JOIN subscriber s ON s.id = d.subscriber_id
WHERE d.state <> 'dropped' AND d.due_at <= now()`;

type Delivery = { id: string; lost: number };

/** Compares what receivers got with what was published. `updates`: those that staff posted. */
export async function deliveryFindings(
  { ctx }: TrialWorld,
  got: readonly string[],
  updates: number,
): Promise<Finding[]> {
  const count = async (text: string) => (await ctx.staff.query<{ count: number }>(text)).rows[0]?.count ?? 0;
  const [ofStaff, twice] = [await count(OF_STAFF), await count(TWICE)];
  const { rows } = await ctx.staff.query<Delivery>(DELIVERIES);
  const times = Map.groupBy(got, (id) => id);
  const missing = rows.filter(({ id }) => !times.has(id)).length;
  const lost = rows.reduce((sum, delivery) => sum + delivery.lost, 0);
  const repeats = got.length - times.size;
  const unexplained = rows.filter((delivery) => (times.get(delivery.id)?.length ?? 0) - 1 > delivery.lost).length;
  return [
    {
      what: `Events of ${updates} updates by staff`,
      figure: String(ofStaff),
      budget: String(updates),
      holds: ofStaff === updates,
    },
    { what: 'Events that exist twice', figure: String(twice), budget: '0', holds: twice === 0 },
    {
      what: `Missing of ${rows.length} messages, and messages of no event`,
      figure: `${missing} and ${times.size - (rows.length - missing)}`,
      budget: '0 and 0',
      holds: missing === 0 && times.size === rows.length && rows.length > 0,
    },
    {
      what: 'Repeats with the same id, of messages that a killed worker had in flight',
      figure: String(repeats),
      budget: `≤ ${lost}`,
      holds: repeats <= lost,
    },
    {
      what: 'Messages repeated more often than their worker was killed',
      figure: String(unexplained),
      budget: '0',
      holds: unexplained === 0,
    },
  ];
}
