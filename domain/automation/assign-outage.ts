import {
  canReopen,
  type IncidentRecord,
  type IncidentSettings,
  isInternalOfStaff,
  isOpen,
  lastEnd,
  overlaps,
} from './incident-record.ts';
import type { AutomationFacts, Outage } from './outages.ts';

type Context = { facts: AutomationFacts; incidents: readonly IncidentRecord[]; own: IncidentSettings };

/** Returns the incident of an outage: an open one of its component, one that it reopens, or an automatic one that has just started; null if there is none. */
export function assignedIncident(
  outage: Outage,
  isLive: boolean,
  { facts, incidents, own }: Context,
): IncidentRecord | null {
  const { rejoinWithinMs, joinWithinMs, publish } = own;
  const named = incidents.filter((one) => one.componentIds.includes(outage.componentId));
  const members = named.filter((one) =>
    isLive ? publish === 'never' || !isInternalOfStaff(one) : outage.from >= one.startedAt,
  );
  const open = newestOf(members.filter(isOpen));
  if (open) return open;
  const returns = (one: IncidentRecord) => canReopen(one, incidents) && !hasDeclined(one, outage);
  const back = members.filter((one) => {
    const end = lastEnd(one, facts.evaluatedUntil);
    return returns(one) && end !== null && outage.from - end <= rejoinWithinMs;
  });
  if (back.length > 0) return newestOf(back);
  if (!isLive) return null;
  const near = incidents.filter(
    (one) =>
      one.origin === 'automatic' &&
      (isOpen(one) || returns(one)) &&
      Math.abs(outage.from - one.startedAt) <= joinWithinMs,
  );
  return newestOf(near);
}

/** Returns whether an episode of the incident overlaps the outage. Matching came first and did not choose that episode. */
function hasDeclined(incident: IncidentRecord, outage: Outage): boolean {
  return incident.episodes.some((episode) => overlaps(episode, outage));
}

function newestOf(incidents: readonly IncidentRecord[]): IncidentRecord | null {
  return incidents.reduce<IncidentRecord | null>(
    (found, one) => (found && found.startedAt >= one.startedAt ? found : one),
    null,
  );
}
