import { goesOn, type KeeperFacts, type Outage } from './keeper-facts.ts';
import { type Episode, isOpen, type KeptIncident } from './kept-incident.ts';

export type Claim = { incident: KeptIncident; episode: Episode; outage: Outage | null };

function overlaps(episode: Episode, outage: Outage): boolean {
  if (episode.componentId !== outage.componentId) return false;
  return outage.from === episode.from || (outage.to > episode.from && (episode.to === null || outage.from < episode.to));
}

type Holder = Pick<Claim, 'incident' | 'episode'>;

/** Open incidents have the first choice, withdrawn ones the last. */
const rankOf = (incident: KeptIncident): number => (incident.isClosed ? 2 : isOpen(incident) ? 0 : 1);

/** Those that late data erased come last; then by rank, then by time. */
function byTurn(a: Holder, b: Holder): number {
  const byRank = Number(a.episode.isErased) - Number(b.episode.isErased) || rankOf(a.incident) - rankOf(b.incident);
  return byRank || a.episode.from - b.episode.from || a.episode.id - b.episode.id;
}

/** A withdrawn incident's outage that was over is not the one that goes on now. */
function canTake({ incident, episode }: Holder, outage: Outage, facts: KeeperFacts): boolean {
  return overlaps(episode, outage) && !(incident.isClosed && episode.to !== null && goesOn(outage, facts));
}

/**
 * Which outage each episode stands for: in turn, the first of its component that overlaps it and is no other episode's. `free`: outages that no
 * episode accounts for, ascending. What ended before the facts begin is left alone.
 */
export function claimOutages(incidents: readonly KeptIncident[], facts: KeeperFacts): { claims: Claim[]; free: Outage[] } {
  const order = (a: Outage, b: Outage) => a.from - b.from || a.componentId - b.componentId;
  const free = new Set(facts.outages.toSorted(order));
  const all = incidents.flatMap((incident) => incident.episodes.map((episode) => ({ incident, episode })));
  const seen = all.filter(({ episode }) => episode.to === null || episode.to > facts.since);
  const claims = seen.sort(byTurn).map((holder): Claim => {
    const outage = [...free].find((one) => canTake(holder, one, facts)) ?? null;
    if (outage) free.delete(outage);
    return { ...holder, outage };
  });
  return { claims, free: [...free].filter((outage) => outage.from > facts.since || goesOn(outage, facts)) };
}

/** Whether what an episode stood for is a part of an outage that is another's now: late data joined the two. */
export function isSwallowed({ episode }: Claim, facts: KeeperFacts): boolean {
  return facts.outages.some((outage) => overlaps(episode, outage));
}
