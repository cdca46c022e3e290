import type { Stated } from '#domain/measurement/status';
import { levelOf } from '#domain/measurement/status';
import type { ActingContext } from '#server/actor';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { monitoredComponents } from './status-contradictions.ts';
import type { Affected } from './write-update.ts';

/** Each component as probes see it; one that they cannot see is over with its incident. */
export async function monitoredStatuses(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incidentId: number,
): Promise<Affected[]> {
  const named = await tx.incidentComponent.findMany({ where: { incidentId }, select: { componentId: true } });
  const ids = named.map(({ componentId }) => componentId);
  const probes = await monitoredComponents(tx, ids, ctx.clock.now());
  return probes.map(({ componentId, status }) => ({
    componentId,
    status: levelOf(status) > 0 ? (status as Stated) : 'operational',
  })); // a level is stated
}
