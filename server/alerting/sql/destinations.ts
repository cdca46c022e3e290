import type pg from 'pg';

export type TargetKind = 'mail' | 'webhook' | 'pagerduty' | 'slack';
/** Where a target is to be told. */
export type TargetAddress = { id: number; kind: TargetKind; address: string; routingKey: string | null };

/** Whom alerts are told to, with their addresses. */
export async function activeTargets(pool: pg.Pool): Promise<TargetAddress[]> {
  const { rows } = await pool.query<Omit<TargetAddress, 'routingKey'> & { routing_key: string | null }>({
    name: 'active-targets',
    text: 'SELECT id, kind, address, routing_key FROM staff_alert_target WHERE stopped_at IS NULL ORDER BY id',
  });
  return rows.map(({ routing_key, ...row }) => ({ ...row, routingKey: routing_key }));
}
