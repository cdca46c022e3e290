import { latestFailure } from '#domain/incident/latest-failure';
import type { Instant } from '#domain/time/interval';
import { assignedIncident } from './assign-outage.ts';
import { cooldownEndsAt, FLAPPING_WITHIN_MS, flapOf, SUSTAINED_MS } from './flapping.ts';
import {
  currentEpisodes,
  DEFAULT_SETTINGS,
  type Episode,
  type IncidentRecord,
  type IncidentSettings,
  isOpen,
  type SettingsOf,
} from './incident-record.ts';
import { isAbsorbed, isReopened, type Known, type Match, matchOutages } from './match-outages.ts';
import type { RecoveryKind } from './monitoring-report.ts';
import { type AutomationFacts, factsOf, isOngoing, type Outage } from './outages.ts';

/**
 * The next action of incident automation. `reopen`: late data shows that an episode did not end. `attach` adds an outage and reports that a component fails
 * again (`recurred`), is `flapping`, or is affected as well (`joined`). It reports nothing (`none`) if staff already cover the component, or if the outage is
 * over. `sustain`: an outage of a flapping component lasts. `recover` with `stable`: a flapping component had no outage for an hour. An action that does not
 * notify still updates the page.
 */
export type AutomationAction =
  | { do: 'remove'; incidentId: number; episodeId: number; isAbsorbed: boolean }
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
      do: 'reopen';
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
    } & Report)
  | { do: 'open'; outage: Outage; isPublic: boolean; heldUntil: Instant | null }
  | { do: 'sustain'; incidentId: number; episodeId: number; componentId: number; level: 2 | 3; from: Instant }
  | { do: 'publish'; incidentId: number }
  | {
      do: 'recover';
      incidentId: number;
      to: 'monitoring' | 'resolved';
      report: RecoveryKind;
      componentIds: number[];
      cleanSince: Instant;
      notifies: boolean;
    };
type Report = { report: 'recurred' | 'flapping' | 'joined' | 'none'; notifies: boolean };

export const settingsFrom = (stored: ReadonlyMap<number, IncidentSettings>): SettingsOf => {
  return (componentId) => stored.get(componentId) ?? DEFAULT_SETTINGS;
};

/**
 * Returns the next action that brings incidents in line with the confirmed outages; null if there is none. An applied action is never returned again for
 * the same facts. Automation never withdraws an incident.
 */
export function nextAction(known: Known): AutomationAction | null {
  const { matches, free } = matchOutages(known);
  return (
    first(matches, (match) => removal(match, known.facts)) ??
    first(matches, (match) => reopening(match, known)) ??
    first(matches, (match) => revision(match, known.facts)) ??
    first(matches, (match) => sustained(match, known.facts)) ??
    first(free, (outage) => assignment(outage, known)) ??
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

function removal(match: Match, facts: AutomationFacts): AutomationAction | null {
  if (match.outage || match.episode.isRemoved || factsOf(facts, match.episode.componentId).isBeingReEvaluated)
    return null;
  return {
    do: 'remove',
    incidentId: match.incident.id,
    episodeId: match.episode.id,
    isAbsorbed: isAbsorbed(match, facts),
  };
}

/** Returns the start of the episode of an outage. An outage that is cut at the start of the facts may have started earlier. */
function startOf(episode: Episode, outage: Outage, facts: AutomationFacts): Instant {
  return outage.from <= facts.since ? Math.min(outage.from, episode.from) : outage.from;
}

/**
 * Reopens an episode if late data shows that it did not end, as a new outage would reopen its incident. If readers were never informed of a recovery, there
 * is nothing to correct.
 */
function reopening({ incident, episode, outage }: Match, known: Known): AutomationAction | null {
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

function isReopenable({ state }: IncidentRecord): boolean {
  return state === 'monitoring' || state === 'resolved';
}

/** Late data moves the ends of an episode without a report. A rise in level is reported while the outage is ongoing. Published reports stay. */
function revision({ incident, episode, outage }: Match, facts: AutomationFacts): AutomationAction | null {
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
function sustained({ incident, episode, outage }: Match, facts: AutomationFacts): AutomationAction | null {
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

/** An outage without an episode belongs to an incident of its component, joins one that has just started, or opens a new one. */
function assignment(outage: Outage, known: Known): AutomationAction | null {
  const { facts, incidents, settings } = known;
  const own = settings(outage.componentId);
  const isLive = isOngoing(outage, facts);
  if (!isLive && factsOf(facts, outage.componentId).isBeingReEvaluated) return null;
  const found = assignedIncident(outage, isLive, { facts, incidents, own });
  const heldUntil = own.publish === 'held' ? holdFrom(facts, own) : null;
  if (!found) return isLive ? { do: 'open', outage, isPublic: own.publish === 'at_once', heldUntil } : null;
  const reported = reportOf(outage, isLive, found);
  const ends = { to: isLive ? null : outage.to, heldUntil: isLive ? heldFor(found, outage, known) : found.heldUntil };
  return {
    do: 'attach',
    incidentId: found.id,
    outage,
    ...ends,
    ...reported,
    isReopening: reported.report !== 'none' && isReopenable(found),
  };
}

/** Returns when an incident that starts now is published by the settings of its component; null if only a person publishes it. */
function holdFrom({ evaluatedUntil }: AutomationFacts, { publish, holdMs }: IncidentSettings): Instant | null {
  return publish === 'never' ? null : evaluatedUntil + (publish === 'held' ? holdMs : 0);
}

/** Returns until when an incident is held after an ongoing outage was added to it. */
function heldFor(incident: IncidentRecord, { componentId }: Outage, { facts, settings }: Known): Instant | null {
  return incident.isPublic
    ? incident.heldUntil
    : soonest(runningHold(incident), holdFrom(facts, settings(componentId)));
}

function reportOf(outage: Outage, isLive: boolean, incident: IncidentRecord): Report {
  const isMember = incident.publishedIds.includes(outage.componentId);
  const hadEpisode = incident.episodes.some((episode) => episode.componentId === outage.componentId);
  if (!isLive || (isMember && !hadEpisode && isOpen(incident))) return { report: 'none', notifies: false };
  if (!isMember) return { report: 'joined', notifies: true };
  const earlier = episodesOf(incident, outage.componentId);
  return {
    report: flapOf(earlier, outage) === 'begins' ? 'flapping' : 'recurred',
    notifies: isNotified(earlier, outage),
  };
}

function episodesOf(incident: IncidentRecord, componentId: number): Episode[] {
  return currentEpisodes(incident).filter((episode) => episode.componentId === componentId);
}

/** Returns whether an outage notifies. While a component is flapping, only an outage worse than all of the last hour does. */
function isNotified(earlier: readonly Episode[], outage: Outage): boolean {
  const recent = earlier.filter(({ to }) => to === null || outage.from - to <= FLAPPING_WITHIN_MS);
  return flapOf(earlier, outage) !== 'continues' || recent.every(({ level }) => level < outage.level);
}

/** Returns the hold of an incident while one of its outages is ongoing; after that, its hold does not apply to another outage. */
function runningHold(incident: IncidentRecord): Instant | null {
  return currentEpisodes(incident).some(({ to }) => to === null) ? incident.heldUntil : null;
}

/** Returns the earlier of two publication times; null means never. */
function soonest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** A held incident is published when its hold ends, unless its outage ended before. */
function publication(incident: IncidentRecord, facts: AutomationFacts): AutomationAction | null {
  const { heldUntil } = incident;
  if (incident.isPublic || heldUntil === null || heldUntil > facts.evaluatedUntil || !isOpen(incident)) return null;
  const lasted = currentEpisodes(incident).some(
    ({ componentId, to }) => to === null || to + factsOf(facts, componentId).recoverForMs > heldUntil,
  );
  return lasted ? { do: 'publish', incidentId: incident.id } : null;
}

/**
 * When probes have been clean for recoverFor, an automatic incident moves to monitoring, or to resolved if all its components are set so and none is flapping.
 * The end of flapping is reported. A later change of state by a person stays.
 */
function recovery(incident: IncidentRecord, { facts, settings }: Known): AutomationAction | null {
  const episodes = currentEpisodes(incident);
  if (
    incident.origin !== 'automatic' ||
    !isOpen(incident) ||
    episodes.length === 0 ||
    episodes.some(({ to }) => to === null)
  )
    return null;
  const failed = [...new Set(episodes.map(({ componentId }) => componentId))];
  const cooldownEnd = Math.max(...failed.map((id) => cooldownEndsAt(episodesOf(incident, id)) ?? 0));
  const isStable = cooldownEnd <= facts.evaluatedUntil;
  const to = isStable && failed.every((id) => settings(id).resolve === 'automatically') ? 'resolved' : 'monitoring';
  const isStill = incident.state === to;
  if (isStill && !(to === 'monitoring' && isStable && cooldownEnd > 0 && incident.isPublic)) return null;
  const clean = failed.map((id) => factsOf(facts, id));
  if (clean.some(({ cleanSince }) => cleanSince === null)) return null;
  const since = clean.map(({ cleanSince }) => cleanSince as Instant); // checked above
  const recoveredAt = Math.max(...clean.map(({ recoverForMs }, i) => (since[i] as Instant) + recoverForMs));
  const cleanAt = to === 'resolved' || isStill ? Math.max(recoveredAt, cooldownEnd) : recoveredAt;
  if (cleanAt > facts.evaluatedUntil || incident.movedAt >= cleanAt) return null;
  const report = isStill ? 'stable' : to;
  const componentIds = recoveredIn(incident, report);
  const cleanSinceOf = (id: number) => factsOf(facts, id).cleanSince ?? 0; // none is null: checked above
  return {
    do: 'recover',
    incidentId: incident.id,
    to,
    report,
    componentIds,
    cleanSince: Math.max(...componentIds.map(cleanSinceOf)),
    notifies: isStable,
  };
}

/**
 * Returns the components of a recovery report: those whose recovery was not reported yet, or, if all were, those of the latest failure. If the components
 * have become stable, those that were flapping.
 */
function recoveredIn(incident: IncidentRecord, report: RecoveryKind): number[] {
  const episodes = currentEpisodes(incident);
  const failed = [...new Set(episodes.map(({ componentId }) => componentId))];
  if (report === 'stable') return failed.filter((id) => cooldownEndsAt(episodesOf(incident, id)) !== null);
  const unreported = failed.filter((id) => !incident.operationalIds.includes(id));
  return unreported.length > 0
    ? unreported
    : [...new Set(latestFailure(episodes).map(({ componentId }) => componentId))];
}
