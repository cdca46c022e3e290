import type { ActingContext } from '#server/actor';
import { publishEvent } from '#server/delivery/outbox';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

type Corrected = { id: number; incidentId: number; audience: readonly string[] };

/** Publishes the event of an update that was edited or retracted, if it is public. Notifies only those who were sent the update before, and only on request. */
export async function publishCorrection(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { id: updateId, incidentId, audience }: Corrected,
  notifies: boolean,
): Promise<void> {
  if (!audience.includes('public')) return;
  const occurredAt = ctx.clock.now();
  await publishEvent(tx, ctx, { incidentId, updateId, kind: 'updated', recipients: 'readers', notifies, occurredAt });
}
