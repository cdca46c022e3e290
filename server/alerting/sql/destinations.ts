import type pg from 'pg';

export type DestinationKind = 'mail' | 'webhook' | 'pagerduty' | 'slack';
export type DestinationAddress = { id: number; kind: DestinationKind; address: string; routingKey: string | null };

/** Returns the active destinations with their addresses. */
export async function activeDestinations(pool: pg.Pool): Promise<DestinationAddress[]> {
  const { rows } = await pool.query<Omit<DestinationAddress, 'routingKey'> & { routing_key: string | null }>({
    name: 'active-destinations',
    text: 'SELECT id, kind, address, routing_key FROM alert_destination WHERE stopped_at IS NULL ORDER BY id',
  });
  return rows.map(({ routing_key, ...row }) => ({ ...row, routingKey: routing_key }));
}
