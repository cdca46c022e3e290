import type { Instant } from '#domain/time/interval';
import type { AutomationAction } from './automation-action.ts';
import { isNotified, SUSTAINED_MS } from './flapping.ts';
import { heldFor } from './hold-incident.ts';
import { type Episode, episodesOf, type IncidentRecord, isOpen, isReopenable } from './incident-record.ts';
import { isAbsorbed, isReopened, type Known, type Match } from './match-outages.ts';
import { type AutomationFacts, factsOf, isOngoing, type Outage } from './outages.ts';

export function removal(match: Match, facts: AutomationFacts): AutomationAction | null {
  if (match.outage || match.episode.isRemoved || factsOf(facts, match.episode.componentId).isBeingReEvaluated)
    return null;
  return {
    do: 'remove',
    incidentId: match.incident.id,
    episodeId: match.episode.id,
    isAbsorbed: isAbsorbed(match, facts),
  };
}

/**
 * Reopens an episode if late data shows that it did not end, as a new outage would reopen its incident. If readers were never informed of a recovery, there
 * is nothing to correct.
 */
export function reopening({ incident, episode, outage }: Match, known: Known): AutomationAction | null {
  const { facts } = known;
  const isOver = isReopenable(incident) || incident.operationalIds.includes(episode.componentId);
  if (!outage || !isOver || !isReopened(episode, outage, facts)) return null;
  const from = startOf(episode, outage, facts);
  const level = Math.max(outage.level, episode.level) as 2 | 3; // both are
  const reopened = { ...outage, from, level };
  const earlier = episodesOf(incident, episode.componentId).filter((one) => one.id !== episode.id && one.from < from);
  const ids = { incidentId: incident.id, episodeId: episode.id };
  const heldUntil = heldFor(incident, outage, known);
  return {
    do: 'reopen',
    ...ids,
    outage: reopened,
    heldUntil,
    isReopening: isReopenable(incident),
    notifies: isNotified(earlier, reopened),
  };
}

/** Returns the start of the episode of an outage. An outage that is cut at the start of the facts may have started earlier. */
function startOf(episode: Episode, outage: Outage, facts: AutomationFacts): Instant {
  return outage.from <= facts.since ? Math.min(outage.from, episode.from) : outage.from;
}

/** Late data moves the ends of an episode without a report. A rise in level is reported while the outage is ongoing. Published reports stay. */
export function revision({ incident, episode, outage }: Match, facts: AutomationFacts): AutomationAction | null {
  if (!outage) return null;
  const isLive =
    isReopened(episode, outage, facts) || (!episode.isRemoved && episode.to === null && isOngoing(outage, facts));
  if (factsOf(facts, episode.componentId).isBeingReEvaluated)
    return isLive || episode.isRemoved || episode.to !== null ? null : ending(incident, episode, outage);
  const to = isLive ? null : outage.to;
  const rises = outage.level > episode.level;
  const ids = { incidentId: incident.id, episodeId: episode.id };
  const level = rises && !isLive ? outage.level : episode.level;
  const from = startOf(episode, outage, facts);
  if (episode.from !== from || episode.to !== to || episode.isRemoved || level !== episode.level)
    return { do: 'revise', ...ids, from, to, level, isRemoved: false };
  if (!rises) return null;
  const earlier = episodesOf(incident, episode.componentId).filter((one) => one.from < episode.from);
  return { do: 'raise', ...ids, componentId: episode.componentId, notifies: isNotified(earlier, outage) };
}

/** While a new policy is applied piece by piece, history is not final: an episode can end, but every other change waits. */
function ending(incident: IncidentRecord, { id, from, level }: Episode, { to }: Outage): AutomationAction {
  return { do: 'revise', incidentId: incident.id, episodeId: id, from, to, level, isRemoved: false };
}

/** Flapping must not hide an outage from readers: one that lasts is reported once. */
export function sustained({ incident, episode, outage }: Match, facts: AutomationFacts): AutomationAction | null {
  const { id, componentId, from, level } = episode;
  if (
    !outage ||
    episode.isPublished ||
    episode.isRemoved ||
    episode.to !== null ||
    !isOpen(incident) ||
    !isOngoing(outage, facts)
  )
    return null;
  if (facts.evaluatedUntil - from < SUSTAINED_MS) return null;
  return { do: 'sustain', incidentId: incident.id, episodeId: id, componentId, level, from };
}
