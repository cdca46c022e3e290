import { assignedIncident } from './assign-outage.ts';
import type { AutomationAction, Report } from './automation-action.ts';
import { flapOf, isNotified } from './flapping.ts';
import { heldFor, holdFrom } from './hold-incident.ts';
import { episodesOf, type IncidentRecord, isOpen, isReopenable } from './incident-record.ts';
import type { Known } from './match-outages.ts';
import { factsOf, isOngoing, type Outage } from './outages.ts';

/** An outage without an episode belongs to an incident of its component, joins one that has just started, or opens a new one. */
export function assignment(outage: Outage, known: Known): AutomationAction | null {
  const { facts, incidents, settings } = known;
  const own = settings(outage.componentId);
  const isLive = isOngoing(outage, facts);
  if (!isLive && factsOf(facts, outage.componentId).isBeingReEvaluated) return null;
  const found = assignedIncident(outage, isLive, { facts, incidents, own });
  const heldUntil = own.publish === 'held' ? holdFrom(facts, own) : null;
  if (!found) return isLive ? { do: 'open', outage, isPublic: own.publish === 'at_once', heldUntil } : null;
  const reported = reportOf(outage, isLive, found);
  const ends = { to: isLive ? null : outage.to, heldUntil: isLive ? heldFor(found, outage, known) : found.heldUntil };
  return {
    do: 'attach',
    incidentId: found.id,
    outage,
    ...ends,
    ...reported,
    isReopening: reported.report !== 'none' && isReopenable(found),
  };
}

function reportOf(outage: Outage, isLive: boolean, incident: IncidentRecord): Report {
  const isMember = incident.publishedIds.includes(outage.componentId);
  const hadEpisode = incident.episodes.some((episode) => episode.componentId === outage.componentId);
  if (!isLive || (isMember && !hadEpisode && isOpen(incident))) return { report: 'none', notifies: false };
  if (!isMember) return { report: 'joined', notifies: true };
  const earlier = episodesOf(incident, outage.componentId);
  return {
    report: flapOf(earlier, outage) === 'begins' ? 'flapping' : 'recurred',
    notifies: isNotified(earlier, outage),
  };
}
