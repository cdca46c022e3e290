import { latestFailure } from '#domain/incident/latest-failure';
import type { Instant } from '#domain/time/interval';
import type { AutomationAction } from './automation-action.ts';
import { cooldownEndsAt } from './flapping.ts';
import { currentEpisodes, episodesOf, type IncidentRecord, isOpen } from './incident-record.ts';
import type { Known } from './match-outages.ts';
import type { RecoveryKind } from './monitoring-report.ts';
import { factsOf } from './outages.ts';

/**
 * When probes have been clean for recoverFor, an automatic incident moves to monitoring, or to resolved if all its components are set so and none is flapping.
 * The end of flapping is reported. A later change of state by a person stays.
 */
export function recovery(incident: IncidentRecord, { facts, settings }: Known): AutomationAction | null {
  const episodes = currentEpisodes(incident);
  if (
    incident.origin !== 'automatic' ||
    !isOpen(incident) ||
    episodes.length === 0 ||
    episodes.some(({ to }) => to === null)
  )
    return null;
  const failed = [...new Set(episodes.map(({ componentId }) => componentId))];
  const cooldownEnd = Math.max(...failed.map((id) => cooldownEndsAt(episodesOf(incident, id)) ?? 0));
  const isStable = cooldownEnd <= facts.evaluatedUntil;
  const to = isStable && failed.every((id) => settings(id).resolve === 'automatically') ? 'resolved' : 'monitoring';
  const isStill = incident.state === to;
  if (isStill && !(to === 'monitoring' && isStable && cooldownEnd > 0 && incident.isPublic)) return null;
  const clean = failed.map((id) => factsOf(facts, id));
  if (clean.some(({ cleanSince }) => cleanSince === null)) return null;
  const since = clean.map(({ cleanSince }) => cleanSince as Instant); // checked above
  const recoveredAt = Math.max(...clean.map(({ recoverForMs }, i) => (since[i] as Instant) + recoverForMs));
  const cleanAt = to === 'resolved' || isStill ? Math.max(recoveredAt, cooldownEnd) : recoveredAt;
  if (cleanAt > facts.evaluatedUntil || incident.movedAt >= cleanAt) return null;
  const report = isStill ? 'stable' : to;
  const componentIds = recoveredIn(incident, report);
  const cleanSinceOf = (id: number) => factsOf(facts, id).cleanSince ?? 0; // none is null: checked above
  return {
    do: 'recover',
    incidentId: incident.id,
    to,
    report,
    componentIds,
    cleanSince: Math.max(...componentIds.map(cleanSinceOf)),
    notifies: isStable,
  };
}

/**
 * Returns the components of a recovery report: those whose recovery was not reported yet, or, if all were, those of the latest failure. If the components
 * have become stable, those that were flapping.
 */
function recoveredIn(incident: IncidentRecord, report: RecoveryKind): number[] {
  const episodes = currentEpisodes(incident);
  const failed = [...new Set(episodes.map(({ componentId }) => componentId))];
  if (report === 'stable') return failed.filter((id) => cooldownEndsAt(episodesOf(incident, id)) !== null);
  const unreported = failed.filter((id) => !incident.operationalIds.includes(id));
  return unreported.length > 0
    ? unreported
    : [...new Set(latestFailure(episodes).map(({ componentId }) => componentId))];
}
