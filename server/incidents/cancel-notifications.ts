import type { IncidentTransaction } from '../db/sql/incident-writes.ts';

/** Cancels the notifications of these updates that are not due yet: those of a burst (domain/burst.ts). */
export async function cancelNotifications(tx: IncidentTransaction, updates: { incidentId: number; id?: number }, now: Date): Promise<void> {
  await tx.incidentUpdate.updateMany({ where: { ...updates, notifyAt: { gt: now } }, data: { notifies: false, notifyAt: null } });
}
