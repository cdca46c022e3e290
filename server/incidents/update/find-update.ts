import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { FoundIncident } from './find-incident.ts';

/** What a change of an update changes in its incident's times: readers are told when it was last changed for them, not for staff alone. */
export function touched(
  { audience }: { audience: readonly string[] },
  now: Date,
): { updatedAt: Date; publicUpdatedAt?: Date } {
  return audience.includes('public') ? { updatedAt: now, publicUpdatedAt: now } : { updatedAt: now };
}

/** An update of an incident that was found. Errors: not_found. */
export async function findUpdate(tx: IncidentTransaction, incident: FoundIncident, updateId: string) {
  const update = await tx.incidentUpdate.findFirst({ where: { publicId: updateId, incidentId: incident.id } });
  if (!update) throw new AppError('not_found', 'This incident has no update with this id.');
  return { ...update, incident };
}
