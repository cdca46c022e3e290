import { type Approval, needsTwo } from '#domain/incident/approval';
import { type Level, levelOf, type Status } from '#domain/measurement/status';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { Affected } from './write-update.ts';

/** Whether two people are needed for a further public word of an incident, by the worst that was seen or said of it, `affected` among it. */
export async function needsApproval(
  tx: IncidentTransaction,
  incidentId: number,
  affected: readonly Affected[] = [],
): Promise<boolean> {
  const named = await tx.incidentComponent.findMany({
    where: { incidentId },
    select: { componentId: true, status: true },
  });
  const componentId = { in: [...named, ...affected].map((one) => one.componentId) };
  const settings = await tx.incidentSetting.findMany({ where: { componentId }, select: { approval: true } });
  const approvals = settings.map(({ approval }) => approval as Approval); // checked by the table, as are the others
  if (!needsTwo(approvals, [3])) return false;
  const impacts = await tx.incidentImpact.findMany({
    where: { update: { incidentId } },
    distinct: ['newStatus'],
    select: { newStatus: true },
  });
  const worst = await tx.episode.aggregate({ where: { incidentId, removedAt: null }, _max: { level: true } });
  const stated = [...named, ...affected].map(({ status }) => status).concat(impacts.map(({ newStatus }) => newStatus));
  return needsTwo(approvals, [...stated.map((status) => levelOf(status as Status)), (worst._max.level ?? 0) as Level]);
}
