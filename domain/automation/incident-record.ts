import type { Approval } from '#domain/incident/approval';
import { type IncidentState, isOpenState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';
import type { Outage } from './outages.ts';

/** How the outages of a component become incidents. `holdMs` applies only if `publish` is held. */
export type IncidentSettings = {
  publish: 'at_once' | 'held' | 'never';
  holdMs: number;
  resolve: 'by_person' | 'automatically';
  rejoinWithinMs: number;
  joinWithinMs: number;
  /** The level from which a further public update needs approval. */
  approval: Approval;
};

export type SettingsOf = (componentId: number) => IncidentSettings;

export const DEFAULT_SETTINGS: IncidentSettings = {
  publish: 'at_once',
  holdMs: 0,
  resolve: 'by_person',
  rejoinWithinMs: 2 * 3_600_000,
  joinWithinMs: 600_000,
  approval: 'none',
};

export const settingsFrom = (stored: ReadonlyMap<number, IncidentSettings>): SettingsOf => {
  return (componentId) => stored.get(componentId) ?? DEFAULT_SETTINGS;
};

/**
 * An outage of one component within an incident: half-open, without an end while it is ongoing. `level` is the worst that was reported. `isRemoved`: late data
 * shows no outage there. `isPublished`: readers have been informed of it at its current level.
 */
export type Episode = {
  id: number;
  componentId: number;
  from: Instant;
  to: Instant | null;
  level: 2 | 3;
  isRemoved: boolean;
  isPublished: boolean;
};

/** An incident as incident automation knows it. `heldUntil`: when it is published automatically; null if it is public or only a person publishes it. */
export type IncidentRecord = {
  id: number;
  origin: 'automatic' | 'staff';
  state: IncidentState;
  /** When its state last changed: in evaluated time for incident automation, in clock time for people. */
  movedAt: Instant;
  /** Withdrawn or merged: its state no longer changes, but its outages still belong to it. */
  isClosed: boolean;
  isPublic: boolean;
  heldUntil: Instant | null;
  startedAt: Instant;
  componentIds: readonly number[];
  /** The components that readers know of; for an incident that is not public, all of them. */
  publishedIds: readonly number[];
  /** The components that it states to be operational. */
  operationalIds: readonly number[];
  episodes: readonly Episode[];
};

/** Returns whether an incident is open. */
export function isOpen(incident: IncidentRecord): boolean {
  return !incident.isClosed && isOpenState(incident.state);
}

/** Returns the episodes that were not removed. */
export function currentEpisodes(incident: IncidentRecord): Episode[] {
  return incident.episodes.filter((episode) => !episode.isRemoved);
}

/** Returns the episodes of one component that were not removed. */
export function episodesOf(incident: IncidentRecord, componentId: number): Episode[] {
  return currentEpisodes(incident).filter((episode) => episode.componentId === componentId);
}

/** Returns whether a new outage moves an incident back to an earlier state. */
export function isReopenable({ state }: IncidentRecord): boolean {
  return state === 'monitoring' || state === 'resolved';
}

/** Returns the end of the last episode of an incident; null if it has none. */
export function lastEnd(incident: IncidentRecord, evaluatedUntil: Instant): Instant | null {
  const ends = currentEpisodes(incident).map((episode) => episode.to ?? evaluatedUntil);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Returns whether an episode and an outage of the same component overlap. */
export function overlaps(episode: Episode, outage: Outage): boolean {
  if (episode.componentId !== outage.componentId) return false;
  return (
    outage.from === episode.from || (outage.to > episode.from && (episode.to === null || outage.from < episode.to))
  );
}

/** Returns whether staff opened the incident for themselves. Automation does not publish it, and it does not hide an outage from readers. */
export function isInternalOfStaff(incident: IncidentRecord): boolean {
  return incident.origin === 'staff' && !incident.isPublic;
}

/** Returns whether an outage can reopen an incident: it is resolved without a post-mortem, and no other open automatic incident has one of its components. */
export function canReopen(incident: IncidentRecord, incidents: readonly IncidentRecord[]): boolean {
  if (incident.isClosed || incident.state !== 'resolved') return false;
  const others = incidents.filter((one) => one.id !== incident.id && one.origin === 'automatic' && isOpen(one));
  return !others.some((one) => one.componentIds.some((id) => incident.componentIds.includes(id)));
}
