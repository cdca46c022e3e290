import {
  canReopen,
  type IncidentSettings,
  isOfStaffAlone,
  isOpen,
  type KeptIncident,
  lastEnd,
  overlaps,
} from './incident-record.ts';
import type { KeeperFacts, Outage } from './outages.ts';

type Seeking = { facts: KeeperFacts; incidents: readonly KeptIncident[]; own: IncidentSettings };

/** The incident that an outage belongs to: an open one of its component, one that it brings back, or an automatic one that has just begun; null: none. */
export function homeOf(outage: Outage, isLive: boolean, { facts, incidents, own }: Seeking): KeptIncident | null {
  const { rejoinWithinMs, joinWithinMs, publish } = own;
  const named = incidents.filter((one) => one.componentIds.includes(outage.componentId));
  const members = named.filter((one) =>
    isLive ? publish === 'never' || !isOfStaffAlone(one) : outage.from >= one.startedAt,
  );
  const open = newestOf(members.filter(isOpen));
  if (open) return open;
  const returns = (one: KeptIncident) => canReopen(one, incidents) && !hasRefused(one, outage);
  const back = members.filter((one) => {
    const end = lastEnd(one, facts.judgedUpTo);
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
function hasRefused(incident: KeptIncident, outage: Outage): boolean {
  return incident.episodes.some((episode) => overlaps(episode, outage));
}

function newestOf(incidents: readonly KeptIncident[]): KeptIncident | null {
  return incidents.reduce<KeptIncident | null>(
    (found, one) => (found && found.startedAt >= one.startedAt ? found : one),
    null,
  );
}
