import { cooldownEndsAt } from '#domain/automation/flapping';
import { currentEpisodes } from '#domain/automation/incident-record';
import type { Statement } from '#domain/incident/update-input';
import { assert } from '#server/errors';
import { incidentById } from '#server/incidents/update/find-incident';
import { type Action, audit, type Target } from './action-target.ts';
import { publishReport } from './publish-report.ts';

/** Publishes an incident whose hold has ended. */
export async function publish(target: Target, { incidentId }: Action<'publish'>): Promise<void> {
  const { tx, loaded } = target;
  const incident = await incidentById(tx, incidentId);
  const record = loaded.incidents.find(({ id }) => id === incidentId);
  const episodes = record ? currentEpisodes(record) : [];
  const latest = episodes.at(-1);
  assert(latest, 'a published incident has an outage');
  const failed = episodes.map(({ componentId }) => componentId);
  const affected = incident.stated.filter(({ componentId }) => failed.includes(componentId));
  const isFlapping = cooldownEndsAt(episodes.filter(({ componentId }) => componentId === latest.componentId)) !== null;
  const report = { kind: isFlapping ? ('flapping' as const) : ('opened' as const), componentIds: [latest.componentId] };
  const { state } = incident;
  const body = await publishReport(target, incident, {
    state,
    report,
    affected,
    occurredAt: latest.from,
    isPublic: true,
  });
  await tx.episode.updateMany({ where: { incidentId, toAt: null }, data: { isPublished: true } });
  await tx.incident.update({ where: { id: incidentId }, data: { heldUntil: null } });
  await audit(target, 'incident:publish', incident, { body });
}

/** Reports a recovery and moves the incident to monitoring or resolved. */
export async function recover(
  target: Target,
  { incidentId, to, report: kind, componentIds, cleanSince, notifies }: Action<'recover'>,
): Promise<void> {
  const { tx, ctx, loaded } = target;
  const incident = await incidentById(tx, incidentId);
  const affected = componentIds.map((componentId): Statement => ({ componentId, status: 'operational' }));
  const report = { kind, componentIds: [...componentIds], since: cleanSince };
  const body = await publishReport(target, incident, {
    state: to,
    report,
    affected,
    occurredAt: ctx.clock.now(),
    notifies,
  });
  await tx.incident.update({ where: { id: incidentId }, data: { movedAt: new Date(loaded.facts.evaluatedUntil) } }); // also if the state stays: it is reported once
  await audit(target, 'incident:recover', incident, { state: to, body }, { state: incident.state });
}
