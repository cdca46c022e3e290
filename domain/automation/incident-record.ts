import type { Approval } from '#domain/incident/approval';
import { type IncidentState, isOpenState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';
import type { Outage } from './outages.ts';

/** How a component's outages become incidents. `holdMs` counts where publish is held. */
export type IncidentSettings = {
  publish: 'at_once' | 'held' | 'never';
  holdMs: number;
  resolve: 'by_person' | 'automatically';
  rejoinWithinMs: number;
  joinWithinMs: number;
  /** From which trouble on two people are needed for a further public word. */
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

/** What probes showed of one component: half-open, no end while it goes on. `level` is the worst that was told. Erased: late data shows no outage there.
 * PublishedText: readers heard of it, or of it as bad as it is. */
export type Episode = {
  id: number;
  componentId: number;
  from: Instant;
  to: Instant | null;
  level: 2 | 3;
  isRemoved: boolean;
  isPublished: boolean;
};

/** What incident automation knows of an incident. `heldUntil`: when it is published by itself; null: it is public, or only a person publishes it. */
export type IncidentRecord = {
  id: number;
  origin: 'automatic' | 'staff';
  state: IncidentState;
  /** When its state last changed: by incident automation in the time that is evaluated, by a person on the clock. */
  movedAt: Instant;
  /** Withdrawn, or merged into another: it moves no more, and still accounts for its outages. */
  isClosed: boolean;
  isPublic: boolean;
  heldUntil: Instant | null;
  startedAt: Instant;
  componentIds: readonly number[];
  /** Those of them that readers were told of; of one that is not public, all: nobody else hears of it either. */
  publishedIds: readonly number[];
  /** Those of them that it says are well. */
  wellIds: readonly number[];
  episodes: readonly Episode[];
};

export function isOpen(incident: IncidentRecord): boolean {
  return !incident.isClosed && isOpenState(incident.state);
}

export function shown(incident: IncidentRecord): Episode[] {
  return incident.episodes.filter((episode) => !episode.isRemoved);
}

/** End of an incident's last episode; null where it has none. */
export function lastEnd(incident: IncidentRecord, evaluatedUntil: Instant): Instant | null {
  const ends = shown(incident).map((episode) => episode.to ?? evaluatedUntil);
  return ends.length === 0 ? null : Math.max(...ends);
}

export function overlaps(episode: Episode, outage: Outage): boolean {
  if (episode.componentId !== outage.componentId) return false;
  return (
    outage.from === episode.from || (outage.to > episode.from && (episode.to === null || outage.from < episode.to))
  );
}

/** What staff keep to themselves is not published by incident automation, and keeps nothing from readers. */
export function isOfStaffAlone(incident: IncidentRecord): boolean {
  return incident.origin === 'staff' && !incident.isPublic;
}

/** Resolved, its post-mortem not out, and none of its components is spoken of by another open automatic incident. */
export function canReopen(incident: IncidentRecord, incidents: readonly IncidentRecord[]): boolean {
  if (incident.isClosed || incident.state !== 'resolved') return false;
  const others = incidents.filter((one) => one.id !== incident.id && one.origin === 'automatic' && isOpen(one));
  return !others.some((one) => one.componentIds.some((id) => incident.componentIds.includes(id)));
}
