import type { Stated } from '#domain/measurement/status';
import { levelOf } from '#domain/measurement/status';
import { type Instant, type Span, union } from '#domain/time/interval';
import type { Impact, IncidentState } from './incident.ts';
import { impactOfLevel, isOpenState } from './incident.ts';
import type { PromiseState } from './promise.ts';

/** What everybody may know of an incident; its own types, so that nothing internal can slip in. */
export type PublicComponent = { publicId: string; slug: string; name: string; status: Stated };
type PublicImpact = Omit<PublicComponent, 'status'> & { oldStatus: Stated; newStatus: Stated };

/** `html` is sanitised, `text` plain. Of what was taken back there is neither, but the reason. */
export type PublicUpdate = {
  publicId: string;
  state: IncidentState;
  body: string;
  html: string;
  text: string;
  isAutomatic: boolean;
  notifies: boolean;
  occurredAt: Instant;
  publishedAt: Instant;
  editedAt: Instant | null;
  retractedAt: Instant | null;
  retractedReason: string | null;
  nextUpdateBy: Instant | null;
  promise: PromiseState | null;
  affected: PublicImpact[];
};

/** What probes showed: half-open; no end while it goes on. */
export type PublicEpisode = { from: Instant; to: Instant | null; component: string; level: 2 | 3 };

/** Updates newest first. `detectedAt`: when monitoring was sure, or staff opened it; null for what was entered later. */
export type PublicIncident = {
  publicId: string;
  title: string;
  state: IncidentState;
  impact: Impact;
  isBackfilled: boolean;
  startedAt: Instant;
  detectedAt: Instant | null;
  createdAt: Instant;
  publicAt: Instant;
  updatedAt: Instant;
  monitoringAt: Instant | null;
  resolvedAt: Instant | null;
  withdrawnAt: Instant | null;
  mergedInto: string | null;
  /** Title of the incident that it was merged into. */
  mergedIntoTitle: string | null;
  components: PublicComponent[];
  episodes: PublicEpisode[];
  updates: PublicUpdate[];
  /** Public incidents that have to do with it. */
  related: { publicId: string; title: string }[];
  /** The promise that stands: when the next word comes. */
  nextUpdateBy: Instant | null;
};

/** The incidents that feeds list, the latest change first; `changedAt`: when that was, or when the catalogue last changed where there is none. */
export type PublicFeed = { incidents: readonly PublicIncident[]; changedAt: Instant };

/** What a list tells of an incident: none of its texts. */
export type ListedIncident = Ended &
  Pick<PublicIncident, 'publicId' | 'title' | 'state' | 'mergedIntoTitle' | 'components'> & { updateCount: number };

export function isOpenIncident({
  state,
  withdrawnAt,
  mergedInto,
}: Pick<PublicIncident, 'state' | 'withdrawnAt' | 'mergedInto'>): boolean {
  return isOpenState(state) && withdrawnAt === null && mergedInto === null;
}

/** How an incident ended that was not resolved; null for all others. */
export function outcomeOf({
  withdrawnAt,
  mergedInto,
}: Pick<PublicIncident, 'withdrawnAt' | 'mergedInto'>): 'withdrawn' | 'merged' | null {
  if (withdrawnAt !== null) return 'withdrawn';
  return mergedInto === null ? null : 'merged';
}

/** Episodes as one list of spans, those of several components joined; what goes on ends at `now`. */
export function episodeSpans(episodes: readonly PublicEpisode[], now: Instant): Span[] {
  return union(episodes.map(({ from, to }) => ({ from, to: to ?? now })));
}

type Measured = Pick<
  PublicIncident,
  'state' | 'withdrawnAt' | 'mergedInto' | 'startedAt' | 'resolvedAt' | 'updatedAt' | 'episodes'
>;

/**
 * Spans of monitoring data of a component (by its slug) that lie within an incident: all of an open one up to `now`; of one that is over, its episodes, or,
 * where monitoring showed none at all, the time from its start to its end.
 */
export function spansWithin(incident: Measured, component: string, now: Instant): Span[] {
  const { startedAt, resolvedAt, withdrawnAt, updatedAt, episodes } = incident;
  const from = Math.min(startedAt, ...episodes.map((episode) => episode.from));
  if (isOpenIncident(incident)) return union([{ from, to: now }]);
  if (episodes.length === 0) return union([{ from, to: resolvedAt ?? withdrawnAt ?? updatedAt }]);
  return episodeSpans(
    episodes.filter((episode) => episode.component === component),
    now,
  );
}

type Ended = Pick<PublicIncident, 'episodes' | 'impact' | 'startedAt' | 'resolvedAt' | 'withdrawnAt' | 'mergedInto'>;

/**
 * How long something was down: the union of its episodes; where probes showed none, the time until it was resolved if an outage was stated. Null where
 * nothing was down: it was slow at most, or withdrawn, or goes on as part of another incident.
 */
export function downtimeMs(
  { episodes, impact, startedAt, resolvedAt, withdrawnAt, mergedInto }: Ended,
  now: Instant,
): number | null {
  if (withdrawnAt !== null || mergedInto !== null) return null;
  if (episodes.length === 0 && impact !== 'major' && impact !== 'critical') return null;
  const spans =
    episodes.length > 0
      ? episodeSpans(episodes, now)
      : [{ from: startedAt, to: Math.max(resolvedAt ?? now, startedAt) }];
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/**
 * What the downtime of an incident is known from: `measured` by monitoring, or only `reported` by staff, which no figure of uptime follows. Null where it has
 * none.
 */
export function downtimeBasis(incident: Ended, now: Instant): 'measured' | 'reported' | null {
  if (downtimeMs(incident, now) === null) return null;
  return incident.episodes.length > 0 ? 'measured' : 'reported';
}

/** Impact of an incident: that of the worst that was ever said or shown of its components. */
export function impactOf(stated: readonly Stated[], episodes: readonly PublicEpisode[]): Impact {
  const levels = [...stated.map(levelOf), ...episodes.map(({ level }) => level)];
  return impactOfLevel(Math.max(0, ...levels) as 0 | 1 | 2 | 3); // levels are 0 … 3
}
