import type { Outage } from '#domain/automation/outages';
import type { Instant } from '#domain/time/interval';
import { confirmedAt } from '#server/incidents/reads/confirmed-at';
import type { FoundIncident } from '#server/incidents/update/find-incident';
import type { Target } from './action-target.ts';

type Added = { to: Instant | null; isPublished: boolean };

/** Adds an outage to an incident. */
export async function addEpisode(
  { tx, ctx, loaded }: Target,
  incidentId: number,
  outage: Outage,
  { to, isPublished }: Added,
): Promise<void> {
  const { componentId, from, level } = outage;
  const component = loaded.components.find(({ id }) => id === componentId);
  const at = await confirmedAt(ctx, component, outage, loaded.facts.evaluatedUntil);
  await tx.episode.create({
    data: {
      incidentId,
      componentId,
      fromAt: new Date(from),
      toAt: to === null ? null : new Date(to),
      level,
      confirmedAt: new Date(at),
      isPublished,
    },
  });
}

/** Records a change of the episodes, which readers see without an update if the incident is public. An automatic incident starts with its first episode. */
export async function touchEpisodes({ tx, ctx }: Target, incident: FoundIncident): Promise<void> {
  const now = new Date(ctx.clock.now());
  await tx.incident.update({ where: { id: incident.id }, data: { updatedAt: now } });
  await tx.incident.updateMany({ where: { id: incident.id, publicAt: { not: null } }, data: { publicUpdatedAt: now } });
  if (incident.origin !== 'automatic') return;
  const first = await tx.episode.findFirst({
    where: { incidentId: incident.id, removedAt: null },
    orderBy: { fromAt: 'asc' },
    select: { fromAt: true },
  });
  if (first) await tx.incident.update({ where: { id: incident.id }, data: { startedAt: first.fromAt } });
}
