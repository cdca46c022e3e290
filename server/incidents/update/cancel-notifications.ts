import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

/** Cancels notifications of these updates that are not due yet, which belong to a burst (domain/automation/burst.ts). */
export async function cancelNotifications(
  tx: IncidentTransaction,
  updates: { incidentId: number; id?: number },
  now: Date,
): Promise<void> {
  await tx.incidentUpdate.updateMany({
    where: { ...updates, notifyAt: { gt: now } },
    data: { notifies: false, notifyAt: null },
  });
}
