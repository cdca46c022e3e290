import { latestFailure } from '#domain/incident/latest-failure';
import type { Instant } from '#domain/time/interval';
import { assignedIncident } from './assign-outage.ts';
import type { RecoveryNews } from './automatic-news.ts';
import { cooldownEndsAt, FLAPPING_WITHIN_MS, flapOf, SUSTAINED_MS } from './flapping.ts';
import {
  DEFAULT_SETTINGS,
  type Episode,
  type IncidentRecord,
  type IncidentSettings,
  isOpen,
  type SettingsOf,
  shown,
} from './incident-record.ts';
import { type Claim, isResumed, isSwallowed, type Known, matchOutages } from './match-outages.ts';
import { type AutomationFacts, factsOf, goesOn, type Outage } from './outages.ts';

/**
 * What incident automation does next. `resume`: late data shows that what was over goes on. `back`: a component of the incident fails again; `flapping`: so often that it goes up and down; `joined`: another
 * component fails; `quiet`: nothing is said, because people already speak of it, or because it is over and came late. `sustain`: an outage that was one of
 * many ups and downs, and told as such, has lasted. `calm`: there were no more of them for an hour. What does not notify is
 * said on the timeline alone.
 */
export type AutomationAction =
  | { do: 'erase'; incidentId: number; episodeId: number; isSwallowed: boolean }
  | {
      do: 'revise';
      incidentId: number;
      episodeId: number;
      from: Instant;
      to: Instant | null;
      level: 2 | 3;
      isRemoved: false;
    }
  | { do: 'raise'; incidentId: number; episodeId: number; componentId: number; notifies: boolean }
  | {
      do: 'resume';
      incidentId: number;
      episodeId: number;
      outage: Outage;
      heldUntil: Instant | null;
      isReopening: boolean;
      notifies: boolean;
    }
  | ({
      do: 'attach';
      incidentId: number;
      outage: Outage;
      to: Instant | null;
      heldUntil: Instant | null;
      isReopening: boolean;
    } & News)
  | { do: 'open'; outage: Outage; isPublic: boolean; heldUntil: Instant | null }
  | { do: 'sustain'; incidentId: number; episodeId: number; componentId: number; level: 2 | 3; from: Instant }
  | { do: 'publish'; incidentId: number }
  | {
      do: 'move';
      incidentId: number;
      to: 'monitoring' | 'resolved';
      news: RecoveryNews;
      componentIds: number[];
      cleanSince: Instant;
      notifies: boolean;
    };
type News = { news: 'back' | 'flapping' | 'joined' | 'quiet'; notifies: boolean };

export const settingsFrom = (stored: ReadonlyMap<number, IncidentSettings>): SettingsOf => {
  return (componentId) => stored.get(componentId) ?? DEFAULT_SETTINGS;
};

/**
 * The next thing to do so that incidents follow the outages that are confirmed now (design, section 3); null where all is done. Each step, once
 * taken, is never named again for the same facts. It never withdraws anything.
 */
export function nextAction(known: Known): AutomationAction | null {
  const { claims, free } = matchOutages(known);
  return (
    first(claims, (claim) => erasure(claim, known.facts)) ??
    first(claims, (claim) => resumption(claim, known)) ??
    first(claims, (claim) => revision(claim, known.facts)) ??
    first(claims, (claim) => endurance(claim, known.facts)) ??
    first(free, (outage) => placement(outage, known)) ??
    first(known.incidents, (incident) => publication(incident, known.facts)) ??
    first(known.incidents, (incident) => recovery(incident, known))
  );
}

function first<T>(items: readonly T[], step: (item: T) => AutomationAction | null): AutomationAction | null {
  for (const item of items) {
    const found = step(item);
    if (found) return found;
  }
  return null;
}

function erasure(claim: Claim, facts: AutomationFacts): AutomationAction | null {
  if (claim.outage || claim.episode.isRemoved || factsOf(facts, claim.episode.componentId).isBeingReEvaluated)
    return null;
  return {
    do: 'erase',
    incidentId: claim.incident.id,
    episodeId: claim.episode.id,
    isSwallowed: isSwallowed(claim, facts),
  };
}

/** Where the episode of an outage begins: one that is cut where the facts begin may have begun earlier. */
function startOf(episode: Episode, outage: Outage, facts: AutomationFacts): Instant {
  return outage.from <= facts.since ? Math.min(outage.from, episode.from) : outage.from;
}

/**
 * Late data is told where it shows that what was called over goes on: the incident comes back as it does with a further outage. Where readers never
 * heard that the component is well there is nothing to take back.
 */
function resumption({ incident, episode, outage }: Claim, known: Known): AutomationAction | null {
  const { facts } = known;
  const isOver = isToReopen(incident) || incident.wellIds.includes(episode.componentId);
  if (!outage || !isOver || !isResumed(episode, outage, facts)) return null;
  const from = startOf(episode, outage, facts);
  const level = Math.max(outage.level, episode.level) as 2 | 3; // both are
  const resumed = { ...outage, from, level };
  const earlier = episodesOf(incident, episode.componentId).filter((one) => one.id !== episode.id && one.from < from);
  const ids = { incidentId: incident.id, episodeId: episode.id };
  const heldUntil = heldFor(incident, outage, known);
  return {
    do: 'resume',
    ...ids,
    outage: resumed,
    heldUntil,
    isReopening: isToReopen(incident),
    notifies: isPublished(earlier, resumed),
  };
}

function isToReopen({ state }: IncidentRecord): boolean {
  return state === 'monitoring' || state === 'resolved';
}

/** Late data moves an episode's ends silently; a rise in level is told while the outage goes on. What was told stays told. */
function revision({ incident, episode, outage }: Claim, facts: AutomationFacts): AutomationAction | null {
  if (!outage) return null;
  const isLive =
    isResumed(episode, outage, facts) || (!episode.isRemoved && episode.to === null && goesOn(outage, facts));
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
  return { do: 'raise', ...ids, componentId: episode.componentId, notifies: isPublished(earlier, outage) };
}

/** While new rules are applied piece by piece, what lies back is not what it will be: an episode can end, and else waits until that is done. */
function ending(incident: IncidentRecord, { id, from, level }: Episode, { to }: Outage): AutomationAction {
  return { do: 'revise', incidentId: incident.id, episodeId: id, from, to, level, isRemoved: false };
}

/** Ups and downs that were told as such keep no outage from readers: one that lasts is told, once. */
function endurance({ incident, episode, outage }: Claim, facts: AutomationFacts): AutomationAction | null {
  const { id, componentId, from, level } = episode;
  if (
    !outage ||
    episode.isPublished ||
    episode.isRemoved ||
    episode.to !== null ||
    !isOpen(incident) ||
    !goesOn(outage, facts)
  )
    return null;
  if (facts.evaluatedUntil - from < SUSTAINED_MS) return null;
  return { do: 'sustain', incidentId: incident.id, episodeId: id, componentId, level, from };
}

/** An outage that no episode stands for belongs to an incident of its component, joins one that has just begun, or opens one. */
function placement(outage: Outage, known: Known): AutomationAction | null {
  const { facts, incidents, settings } = known;
  const own = settings(outage.componentId);
  const isLive = goesOn(outage, facts);
  if (!isLive && factsOf(facts, outage.componentId).isBeingReEvaluated) return null;
  const found = assignedIncident(outage, isLive, { facts, incidents, own });
  const heldUntil = own.publish === 'held' ? holdFrom(facts, own) : null;
  if (!found) return isLive ? { do: 'open', outage, isPublic: own.publish === 'at_once', heldUntil } : null;
  const told = newsOf(outage, isLive, found);
  const ends = { to: isLive ? null : outage.to, heldUntil: isLive ? heldFor(found, outage, known) : found.heldUntil };
  return {
    do: 'attach',
    incidentId: found.id,
    outage,
    ...ends,
    ...told,
    isReopening: told.news !== 'quiet' && isToReopen(found),
  };
}

/** When what begins now is published by its component's settings; null: only a person does. */
function holdFrom({ evaluatedUntil }: AutomationFacts, { publish, holdMs }: IncidentSettings): Instant | null {
  return publish === 'never' ? null : evaluatedUntil + (publish === 'held' ? holdMs : 0);
}

/** The hold of an incident to which an outage that goes on belongs from now on. */
function heldFor(incident: IncidentRecord, { componentId }: Outage, { facts, settings }: Known): Instant | null {
  return incident.isPublic
    ? incident.heldUntil
    : soonest(pendingHold(incident), holdFrom(facts, settings(componentId)));
}

function newsOf(outage: Outage, isLive: boolean, home: IncidentRecord): News {
  const isMember = home.publishedIds.includes(outage.componentId);
  const hadEpisode = home.episodes.some((episode) => episode.componentId === outage.componentId);
  if (!isLive || (isMember && !hadEpisode && isOpen(home))) return { news: 'quiet', notifies: false };
  if (!isMember) return { news: 'joined', notifies: true };
  const earlier = episodesOf(home, outage.componentId);
  return { news: flapOf(earlier, outage) === 'begins' ? 'flapping' : 'back', notifies: isPublished(earlier, outage) };
}

function episodesOf(incident: IncidentRecord, componentId: number): Episode[] {
  return shown(incident).filter((episode) => episode.componentId === componentId);
}

/** Of a component that goes up and down, only what is worse than all of the last hour. */
function isPublished(earlier: readonly Episode[], outage: Outage): boolean {
  const recent = earlier.filter(({ to }) => to === null || outage.from - to <= FLAPPING_WITHIN_MS);
  return flapOf(earlier, outage) !== 'goes_on' || recent.every(({ level }) => level < outage.level);
}

/** The hold that runs of an incident's outages: one whose outages are over publishes nothing for another. */
function pendingHold(incident: IncidentRecord): Instant | null {
  return shown(incident).some(({ to }) => to === null) ? incident.heldUntil : null;
}

/** The more open of two settings: at once before held before never (null). */
function soonest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** A held incident is published when its hold is over, unless its outage was over by then. */
function publication(incident: IncidentRecord, facts: AutomationFacts): AutomationAction | null {
  const { heldUntil } = incident;
  if (incident.isPublic || heldUntil === null || heldUntil > facts.evaluatedUntil || !isOpen(incident)) return null;
  const lasted = shown(incident).some(
    ({ componentId, to }) => to === null || to + factsOf(facts, componentId).recoverForMs > heldUntil,
  );
  return lasted ? { do: 'publish', incidentId: incident.id } : null;
}

/**
 * When probes have been clean for recoverFor, an automatic incident is watched, or over where its components say so and go up and down no more. That they do
 * no more is told. A person's later word stands. */
function recovery(incident: IncidentRecord, { facts, settings }: Known): AutomationAction | null {
  const episodes = shown(incident);
  if (
    incident.origin !== 'automatic' ||
    !isOpen(incident) ||
    episodes.length === 0 ||
    episodes.some(({ to }) => to === null)
  )
    return null;
  const failed = [...new Set(episodes.map(({ componentId }) => componentId))];
  const calm = Math.max(...failed.map((id) => cooldownEndsAt(episodesOf(incident, id)) ?? 0));
  const isCalm = calm <= facts.evaluatedUntil;
  const to = isCalm && failed.every((id) => settings(id).resolve === 'automatically') ? 'resolved' : 'monitoring';
  const isStill = incident.state === to;
  if (isStill && !(to === 'monitoring' && isCalm && calm > 0 && incident.isPublic)) return null;
  const clean = failed.map((id) => factsOf(facts, id));
  if (clean.some(({ cleanSince }) => cleanSince === null)) return null;
  const since = clean.map(({ cleanSince }) => cleanSince as Instant); // checked above
  const recoveredAt = Math.max(...clean.map(({ recoverForMs }, i) => (since[i] as Instant) + recoverForMs));
  const cleanAt = to === 'resolved' || isStill ? Math.max(recoveredAt, calm) : recoveredAt;
  if (cleanAt > facts.evaluatedUntil || incident.movedAt >= cleanAt) return null;
  const news = isStill ? 'calm' : to;
  const componentIds = recoveredIn(incident, news);
  const cleanSinceOf = (id: number) => factsOf(facts, id).cleanSince ?? 0; // none is null: checked above
  return {
    do: 'move',
    incidentId: incident.id,
    to,
    news,
    componentIds,
    cleanSince: Math.max(...componentIds.map(cleanSinceOf)),
    notifies: isCalm,
  };
}

/**
 * Which components a recovery is told of: those whose failure was told last and not yet their recovery; where all were called operational before, those of
 * the latest failure. Of a calm, those that were not.
 */
function recoveredIn(incident: IncidentRecord, news: RecoveryNews): number[] {
  const episodes = shown(incident);
  const failed = [...new Set(episodes.map(({ componentId }) => componentId))];
  if (news === 'calm') return failed.filter((id) => cooldownEndsAt(episodesOf(incident, id)) !== null);
  const untold = failed.filter((id) => !incident.wellIds.includes(id));
  return untold.length > 0 ? untold : [...new Set(latestFailure(episodes).map(({ componentId }) => componentId))];
}
