import type { Stated } from '#domain/measurement/status';
import type { Prisma } from '#prisma';
import { LOCKS } from '#server/db/locks';

export type IncidentTransaction = Prisma.TransactionClient;

/** Takes the incident lock until the end of the transaction. People and incident automation change incidents one at a time, so each sees the change before. */
export async function lockIncidents(tx: IncidentTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.incidents})`;
}

/** Adds a component to an incident or changes its stated status. The flag is copied from the incident. */
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
