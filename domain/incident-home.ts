import type { KeeperFacts, Outage } from './keeper-facts.ts';
import { type IncidentSettings, isOpen, type KeptIncident, lastEnd } from './kept-incident.ts';

type Seeking = { facts: KeeperFacts; incidents: readonly KeptIncident[]; own: IncidentSettings };

/** The incident that an outage belongs to: an open one of its component, one that it brings back, or an automatic one that has just begun; null: none. */
export function homeOf(outage: Outage, isLive: boolean, { facts, incidents, own }: Seeking): KeptIncident | null {
  const { rejoinWithinMs, joinWithinMs, publish } = own;
  const named = incidents.filter((one) => one.componentIds.includes(outage.componentId));
  const members = named.filter((one) => (isLive ? publish === 'never' || !isOfStaffAlone(one) : outage.from >= one.startedAt));
  const open = newestOf(members.filter(isOpen));
  if (open) return open;
  const back = members.filter((one) => {
    const end = lastEnd(one, facts.judgedUpTo);
    return canReopen(one, incidents) && end !== null && outage.from - end <= rejoinWithinMs;
  });
  if (back.length > 0) return newestOf(back);
  if (!isLive) return null;
  const near = incidents.filter(
    (one) => one.origin === 'automatic' && (isOpen(one) || canReopen(one, incidents)) && Math.abs(outage.from - one.startedAt) <= joinWithinMs,
  );
  return newestOf(near);
}

/** What staff keep to themselves is not published by the keeper, and keeps nothing from readers. */
function isOfStaffAlone(incident: KeptIncident): boolean {
  return incident.origin === 'staff' && !incident.isPublic;
}

/** Resolved, its post-mortem not out, and none of its components is spoken of by another open automatic incident. */
function canReopen(incident: KeptIncident, incidents: readonly KeptIncident[]): boolean {
  if (incident.isClosed || incident.state !== 'resolved') return false;
  const others = incidents.filter((one) => one.id !== incident.id && one.origin === 'automatic' && isOpen(one));
  return !others.some((one) => one.componentIds.some((id) => incident.componentIds.includes(id)));
}

function newestOf(incidents: readonly KeptIncident[]): KeptIncident | null {
  return incidents.reduce<KeptIncident | null>((found, one) => (found && found.startedAt >= one.startedAt ? found : one), null);
}
