import type { Stated } from '#domain/measurement/status';
import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';

export type IncidentTransaction = Prisma.TransactionClient;

/** One change of incidents at a time, incident automation's too: a second one sees what the first did. Held to the end of the transaction. */
export async function lockIncidents(tx: IncidentTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.incidents})`;
}

/** Has an incident name a component, or says something new of it. The flag is the incident's own. */
export async function nameComponent(
  tx: IncidentTransaction,
  incidentId: number,
  componentId: number,
  status: Stated,
): Promise<void> {
  await tx.$executeRaw`INSERT INTO incident_component (incident_id, component_id, status, is_open_automatic)
    SELECT id, ${componentId}, ${status}, is_open_automatic FROM incident WHERE id = ${incidentId}
    ON CONFLICT (incident_id, component_id) DO UPDATE SET status = EXCLUDED.status`;
}
