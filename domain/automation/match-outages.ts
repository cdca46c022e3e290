import {
  canReopen,
  type Episode,
  type IncidentRecord,
  isInternalOfStaff,
  isOpen,
  overlaps,
  type SettingsOf,
} from './incident-record.ts';
import { type AutomationFacts, isOngoing, type Outage } from './outages.ts';

/** An episode of an incident with the outage that it stands for; null if there is none now. */
export type Match = { incident: IncidentRecord; episode: Episode; outage: Outage | null };

type OwnEpisode = Pick<Match, 'incident' | 'episode'>;
export type Known = { facts: AutomationFacts; incidents: readonly IncidentRecord[]; settings: SettingsOf };

/** Open incidents choose first, withdrawn and merged ones last. */
const rankOf = (incident: IncidentRecord): number => (incident.isClosed ? 2 : isOpen(incident) ? 0 : 1);

/** Removed episodes choose last; the others by rank, then by time. */
function byPriority(a: OwnEpisode, b: OwnEpisode): number {
  const byRank = Number(a.episode.isRemoved) - Number(b.episode.isRemoved) || rankOf(a.incident) - rankOf(b.incident);
  return byRank || a.episode.from - b.episode.from || a.episode.id - b.episode.id;
}

/** Returns whether late data shows that an episode that had ended or was removed is still ongoing. */
export function isReopened({ isRemoved, to }: Episode, outage: Outage, facts: AutomationFacts): boolean {
  return outage.to >= facts.evaluatedUntil && (isRemoved || (to !== null && outage.to > to));
}

function canTake({ incident, episode }: OwnEpisode, outage: Outage, known: Known): boolean {
  return (
    overlaps(episode, outage) && (!isReopened(episode, outage, known.facts) || canTakeBack(incident, outage, known))
  );
}

/** An ongoing outage reopens its incident under the same conditions as a new outage: not if it is withdrawn, has a post-mortem, or ended too long ago. */
function canTakeBack(
  incident: IncidentRecord,
  { componentId }: Outage,
  { facts, incidents, settings }: Known,
): boolean {
  const { publish, rejoinWithinMs } = settings(componentId);
  if (publish !== 'never' && isInternalOfStaff(incident)) return false;
  const end = Math.max(...incident.episodes.map(({ to }) => to ?? facts.evaluatedUntil));
  return isOpen(incident) || (canReopen(incident, incidents) && facts.evaluatedUntil - end <= rejoinWithinMs);
}

/**
 * Matches episodes with outages: by priority, each episode takes the first outage of its component that overlaps it and is not taken. `free`: outages without
 * an episode, ascending. Episodes that ended before the start of the facts are ignored.
 */
export function matchOutages(known: Known): { matches: Match[]; free: Outage[] } {
  const { facts, incidents } = known;
  const order = (a: Outage, b: Outage) => a.from - b.from || a.componentId - b.componentId;
  const free = new Set(facts.outages.toSorted(order));
  const all = incidents.flatMap((incident) => incident.episodes.map((episode) => ({ incident, episode })));
  const recent = all.filter(({ episode }) => episode.to === null || episode.to > facts.since);
  const matches = recent.sort(byPriority).map((own): Match => {
    const outage = [...free].find((one) => canTake(own, one, known)) ?? null;
    if (outage) free.delete(outage);
    return { ...own, outage };
  });
  return { matches, free: [...free].filter((outage) => outage.from > facts.since || isOngoing(outage, facts)) };
}

/** Returns whether late data joined the outage of an episode with one that another episode stands for. */
export function isAbsorbed({ episode }: Match, facts: AutomationFacts): boolean {
  return facts.outages.some((outage) => overlaps(episode, outage));
}
