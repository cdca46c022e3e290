import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { FoundIncident } from './find-incident.ts';

/** Returns the times of an incident after a change of one of its updates. Internal changes do not change the time that readers see. */
export function touched(
  { audience }: { audience: readonly string[] },
  now: Date,
): { updatedAt: Date; publicUpdatedAt?: Date } {
  return audience.includes('public') ? { updatedAt: now, publicUpdatedAt: now } : { updatedAt: now };
}

/** Finds an update of an incident. Errors: not_found. */
export async function findUpdate(tx: IncidentTransaction, incident: FoundIncident, updateId: string) {
  const update = await tx.incidentUpdate.findFirst({ where: { publicId: updateId, incidentId: incident.id } });
  if (!update) throw new AppError('not_found', 'Update not found in this incident.');
  return { ...update, incident };
}
