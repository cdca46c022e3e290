import { goesOn, type KeeperFacts, type Outage } from './keeper-facts.ts';
import type { Episode, KeptIncident } from './kept-incident.ts';

export type Claim = { incident: KeptIncident; episode: Episode; outage: Outage | null };

function overlaps(episode: Episode, outage: Outage): boolean {
  if (episode.componentId !== outage.componentId) return false;
  return outage.from === episode.from || (outage.to > episode.from && (episode.to === null || outage.from < episode.to));
}

/**
 * Which outage each episode stands for: the first of its component that overlaps it and is no earlier episode's. Those that late data erased
 * come last. `free`: outages that no episode accounts for, ascending. What ended before the facts begin is left alone.
 */
export function claimOutages(incidents: readonly KeptIncident[], facts: KeeperFacts): { claims: Claim[]; free: Outage[] } {
  const order = (a: Outage, b: Outage) => a.from - b.from || a.componentId - b.componentId;
  const free = new Set(facts.outages.toSorted(order));
  const all = incidents.flatMap((incident) => incident.episodes.map((episode) => ({ incident, episode })));
  const seen = all.filter(({ episode }) => episode.to === null || episode.to > facts.since);
  const byTurn = seen.sort((a, b) => Number(a.episode.isErased) - Number(b.episode.isErased) || a.episode.from - b.episode.from || a.episode.id - b.episode.id);
  const claims = byTurn.map(({ incident, episode }): Claim => {
    const outage = [...free].find((one) => overlaps(episode, one)) ?? null;
    if (outage) free.delete(outage);
    return { incident, episode, outage };
  });
  return { claims, free: [...free].filter((outage) => outage.from > facts.since || goesOn(outage, facts)) };
}

/** Whether another episode of the same incident now holds what this one stood for: late data joined the two. */
export function isSwallowed({ incident, episode }: Claim, claims: readonly Claim[]): boolean {
  return claims.some((other) => other.incident === incident && other.episode !== episode && other.outage !== null && overlaps(episode, other.outage));
}
