import {
  canReopen,
  type Episode,
  type IncidentRecord,
  isOfStaffAlone,
  isOpen,
  overlaps,
  type SettingsOf,
} from './incident-record.ts';
import { type AutomationFacts, goesOn, type Outage } from './outages.ts';

export type Claim = { incident: IncidentRecord; episode: Episode; outage: Outage | null };

type Holder = Pick<Claim, 'incident' | 'episode'>;
export type Known = { facts: AutomationFacts; incidents: readonly IncidentRecord[]; settings: SettingsOf };

/** Open incidents have the first choice, withdrawn ones the last. */
const rankOf = (incident: IncidentRecord): number => (incident.isClosed ? 2 : isOpen(incident) ? 0 : 1);

/** Those that late data erased come last; then by rank, then by time. */
function byTurn(a: Holder, b: Holder): number {
  const byRank = Number(a.episode.isRemoved) - Number(b.episode.isRemoved) || rankOf(a.incident) - rankOf(b.incident);
  return byRank || a.episode.from - b.episode.from || a.episode.id - b.episode.id;
}

/** Whether late data shows that what was over, or was no outage, goes on after all, up to now. */
export function isResumed({ isRemoved, to }: Episode, outage: Outage, facts: AutomationFacts): boolean {
  return outage.to >= facts.evaluatedUntil && (isRemoved || (to !== null && outage.to > to));
}

function canTake({ incident, episode }: Holder, outage: Outage, known: Known): boolean {
  return overlaps(episode, outage) && (!isResumed(episode, outage, known.facts) || takesBack(incident, outage, known));
}

/** What goes on after all comes back to its incident as a further outage would: not where it was withdrawn, its post-mortem is out, or it ended too long ago. */
function takesBack(incident: IncidentRecord, { componentId }: Outage, { facts, incidents, settings }: Known): boolean {
  const { publish, rejoinWithinMs } = settings(componentId);
  if (publish !== 'never' && isOfStaffAlone(incident)) return false;
  const end = Math.max(...incident.episodes.map(({ to }) => to ?? facts.evaluatedUntil));
  return isOpen(incident) || (canReopen(incident, incidents) && facts.evaluatedUntil - end <= rejoinWithinMs);
}

/**
 * Which outage each episode stands for: in turn, the first of its component that overlaps it and is no other episode's. `free`: outages that no
 * episode accounts for, ascending. What ended before the facts begin is left alone.
 */
export function matchOutages(known: Known): { claims: Claim[]; free: Outage[] } {
  const { facts, incidents } = known;
  const order = (a: Outage, b: Outage) => a.from - b.from || a.componentId - b.componentId;
  const free = new Set(facts.outages.toSorted(order));
  const all = incidents.flatMap((incident) => incident.episodes.map((episode) => ({ incident, episode })));
  const seen = all.filter(({ episode }) => episode.to === null || episode.to > facts.since);
  const claims = seen.sort(byTurn).map((holder): Claim => {
    const outage = [...free].find((one) => canTake(holder, one, known)) ?? null;
    if (outage) free.delete(outage);
    return { ...holder, outage };
  });
  return { claims, free: [...free].filter((outage) => outage.from > facts.since || goesOn(outage, facts)) };
}

/** Whether what an episode stood for is a part of an outage that is another's now: late data joined the two. */
export function isSwallowed({ episode }: Claim, facts: AutomationFacts): boolean {
  return facts.outages.some((outage) => overlaps(episode, outage));
}
