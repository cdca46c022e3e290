import type { Stated } from '#domain/measurement/status';
import { levelOf } from '#domain/measurement/status';
import type { Day } from '#domain/time/day';
import { type Instant, type Span, union } from '#domain/time/interval';
import { type TickedSpan, tickedSpan } from '#domain/time/time-ticks';
import type { Impact, IncidentState } from './incident.ts';
import { impactOfLevel, isOpenState } from './incident.ts';
import type { AnnouncementState } from './next-update.ts';

/** A component of a public incident. Public types are separate, so that nothing internal can be published by mistake. */
export type PublicComponent = { publicId: string; slug: string; name: string; status: Stated };
type PublicImpact = Omit<PublicComponent, 'status'> & { oldStatus: Stated; newStatus: Stated };

/** `html` is sanitised, `text` plain. A retracted update has neither, but a reason. */
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
  promise: AnnouncementState | null;
  /** “What you can do”, as plain text. */
  whatYouCanDo: string | null;
  affected: PublicImpact[];
};

/** An outage that monitoring showed: half-open, without an end while it is ongoing. */
export type PublicEpisode = { from: Instant; to: Instant | null; component: string; level: 2 | 3 };

/** Updates newest first. `detectedAt`: when monitoring confirmed it or staff opened it; null for a backfilled incident. */
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
  /** The published post-mortem. */
  postmortemId: string | null;
  /** The day by which a post-mortem was promised that is not published yet. */
  postmortemPromisedOn: Day | null;
  components: PublicComponent[];
  episodes: PublicEpisode[];
  updates: PublicUpdate[];
  /** Public incidents that are linked to it. */
  related: { publicId: string; title: string }[];
  /** When the next update is due; null if none was announced. */
  nextUpdateBy: Instant | null;
  /** The current “What you can do”. */
  whatYouCanDo: string | null;
  /** The text of the published post-mortem as Markdown, and when it was first published. */
  postmortemText: { markdown: string; publishedAt: Instant } | null;
};

/** The incidents of feeds, the latest change first. `changedAt`: the time of that change, or of the last catalogue change if there is no incident. */
export type PublicFeed = { incidents: readonly PublicIncident[]; changedAt: Instant };

/**
 * An incident in a list. `excerpt`: the beginning of its latest text, as plain text. `degradedMs`: of a resolved incident without an outage, how long
 * monitoring showed degraded performance.
 */
export type ListedIncident = Ended &
  Pick<
    PublicIncident,
    'publicId' | 'title' | 'state' | 'mergedIntoTitle' | 'components' | 'postmortemId' | 'postmortemPromisedOn'
  > & {
    excerpt: string;
    degradedMs: number;
  };

/** Returns whether an incident is open: neither resolved, withdrawn nor merged. */
export function isOpenIncident({
  state,
  withdrawnAt,
  mergedInto,
}: Pick<PublicIncident, 'state' | 'withdrawnAt' | 'mergedInto'>): boolean {
  return isOpenState(state) && withdrawnAt === null && mergedInto === null;
}

/** Returns how an incident ended if it was not resolved; null for all others. */
export function outcomeOf({
  withdrawnAt,
  mergedInto,
}: Pick<PublicIncident, 'withdrawnAt' | 'mergedInto'>): 'withdrawn' | 'merged' | null {
  if (withdrawnAt !== null) return 'withdrawn';
  return mergedInto === null ? null : 'merged';
}

/** Returns the union of episodes as spans, across components. An ongoing episode ends at `now`. */
export function episodeSpans(episodes: readonly PublicEpisode[], now: Instant): Span[] {
  return union(episodes.map(({ from, to }) => ({ from, to: to ?? now })));
}

type Measured = Pick<
  PublicIncident,
  'state' | 'withdrawnAt' | 'mergedInto' | 'startedAt' | 'resolvedAt' | 'updatedAt' | 'episodes'
>;

/**
 * Returns the spans of a component (by its slug) that lie within an incident: all of an open incident up to `now`; of a closed one, its episodes, or the time
 * from start to end if monitoring showed no outage at all.
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

/** Returns the time from the start of an incident, or of its first outage, to its end, its last outage or, while it is open, `now`. */
export function incidentSpan(incident: Measured, now: Instant): Span {
  const { startedAt, resolvedAt, withdrawnAt, updatedAt, episodes } = incident;
  const from = Math.min(startedAt, ...episodes.map((episode) => episode.from));
  const end = isOpenIncident(incident) ? now : (resolvedAt ?? withdrawnAt ?? updatedAt);
  return { from, to: Math.max(from, end, ...episodes.map(({ to }) => to ?? now)) };
}

/** Returns the time axis of an incident: from before its start and first update to after its end and last update. */
export function incidentAxis(
  incident: Measured & { updates: readonly Pick<PublicUpdate, 'occurredAt'>[] },
  now: Instant,
): TickedSpan {
  const { from, to } = incidentSpan(incident, now);
  const updates = incident.updates.map(({ occurredAt }) => occurredAt);
  return tickedSpan({ from: Math.min(from, ...updates), to: Math.max(to, ...updates) });
}

type Ended = Pick<PublicIncident, 'episodes' | 'impact' | 'startedAt' | 'resolvedAt' | 'withdrawnAt' | 'mergedInto'>;

/**
 * Returns the downtime of an incident: the union of its episodes or, without episodes, the time until it was resolved if an outage was stated. Null if there
 * was no outage, or the incident was withdrawn or merged.
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
 * Returns the basis of the downtime of an incident: `measured` by monitoring, or only `reported` by staff, which does not count in uptime. Null without
 * downtime.
 */
export function downtimeBasis(incident: Ended, now: Instant): 'measured' | 'reported' | null {
  if (downtimeMs(incident, now) === null) return null;
  return incident.episodes.length > 0 ? 'measured' : 'reported';
}

/** Returns the impact of an incident: that of the worst level ever stated or measured. */
export function impactOf(stated: readonly Stated[], episodes: readonly PublicEpisode[]): Impact {
  const levels = [...stated.map(levelOf), ...episodes.map(({ level }) => level)];
  return impactOfLevel(Math.max(0, ...levels) as 0 | 1 | 2 | 3); // levels are 0 … 3
}
