import type { IncidentState } from '#domain/incident/incident';
import { type FoundIncident, incidentById } from '#server/incidents/update/find-incident';
import { type Action, audit, type Target } from './action-target.ts';
import { publishReport, statedOf } from './publish-report.ts';
import { touchEpisodes } from './record-episode.ts';

/** Continues an episode that did not end, and moves its incident back. */
export async function reopenEpisode(target: Target, action: Action<'reopen'>): Promise<void> {
  const { tx, ctx } = target;
  const { componentId, from, level } = action.outage;
  const incident = await incidentById(tx, action.incidentId);
  const before = await tx.episode.findUniqueOrThrow({ where: { id: action.episodeId } });
  const after = { fromAt: new Date(from), toAt: null, level, removedAt: null };
  await tx.episode.update({ where: { id: action.episodeId }, data: { ...after, isPublished: action.notifies } });
  await tx.incident.update({
    where: { id: incident.id },
    data: { heldUntil: action.heldUntil === null ? null : new Date(action.heldUntil) },
  });
  const affected = [{ componentId, status: statedOf(level) }];
  const report = { kind: 'reopened' as const, componentIds: [componentId] };
  const { notifies } = action;
  const body = await publishReport(target, incident, {
    state: stateAfter(incident, action),
    report,
    affected,
    occurredAt: ctx.clock.now(),
    notifies,
  });
  if (action.isReopening) await clearAcknowledgement(target, incident.id);
  await touchEpisodes(target, incident);
  await audit(
    target,
    'incident:reopen',
    incident,
    { episode: after, body },
    { episode: before, state: incident.state },
  );
}

/** Returns the state after the report of a failure. A reopened incident has not been acknowledged yet. */
export function stateAfter(incident: FoundIncident, { isReopening }: { isReopening: boolean }): IncidentState {
  return isReopening ? 'detected' : incident.state;
}

/** People acknowledge a reopened incident again: their first update of it needs no approval. */
export async function clearAcknowledgement({ tx }: Target, incidentId: number): Promise<void> {
  await tx.incident.update({ where: { id: incidentId }, data: { acknowledgedAt: null } });
}
