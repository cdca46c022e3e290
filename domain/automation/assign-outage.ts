import {
  canReopen,
  type IncidentRecord,
  type IncidentSettings,
  isOfStaffAlone,
  isOpen,
  lastEnd,
  overlaps,
} from './incident-record.ts';
import type { AutomationFacts, Outage } from './outages.ts';

type Seeking = { facts: AutomationFacts; incidents: readonly IncidentRecord[]; own: IncidentSettings };

/** The incident that an outage belongs to: an open one of its component, one that it brings back, or an automatic one that has just begun; null: none. */
export function assignedIncident(
  outage: Outage,
  isLive: boolean,
  { facts, incidents, own }: Seeking,
): IncidentRecord | null {
  const { rejoinWithinMs, joinWithinMs, publish } = own;
  const named = incidents.filter((one) => one.componentIds.includes(outage.componentId));
  const members = named.filter((one) =>
    isLive ? publish === 'never' || !isOfStaffAlone(one) : outage.from >= one.startedAt,
  );
  const open = newestOf(members.filter(isOpen));
  if (open) return open;
  const returns = (one: IncidentRecord) => canReopen(one, incidents) && !hasRefused(one, outage);
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

/** Whether an episode of it could stand for the outage: it was asked first, and did not take it. */
function hasRefused(incident: IncidentRecord, outage: Outage): boolean {
  return incident.episodes.some((episode) => overlaps(episode, outage));
}

function newestOf(incidents: readonly IncidentRecord[]): IncidentRecord | null {
  return incidents.reduce<IncidentRecord | null>(
    (found, one) => (found && found.startedAt >= one.startedAt ? found : one),
    null,
  );
}
