import type { Instant } from '#domain/time/interval';
import { lastClosedAt } from './last-closed-at.ts';
import { latestFailure } from './latest-failure.ts';
import type { PublicIncident } from './public-incident.ts';

type Open = Pick<PublicIncident, 'state' | 'startedAt' | 'monitoringAt' | 'episodes'> & {
  updates: readonly Pick<PublicIncident['updates'][number], 'state' | 'publishedAt' | 'occurredAt'>[];
};

/** Returns since when an open incident has been in its situation: in monitoring, since that began; else since the start of the current failure. */
export function stateSince(incident: Open): Instant {
  const { state, monitoringAt, updates } = incident;
  const closedAt = lastClosedAt(updates) ?? Number.NEGATIVE_INFINITY;
  return state === 'monitoring' && monitoringAt !== null && monitoringAt >= closedAt
    ? monitoringAt
    : troubleSince(incident, closedAt);
}

/** Returns the start of the incident, or of its latest failure if it was reopened; if staff reopened it without a measured failure, the first update since. */
function troubleSince({ startedAt, episodes, updates }: Open, closedAt: Instant): Instant {
  const latest = latestFailure(episodes);
  const isReopened = closedAt > Number.NEGATIVE_INFINITY;
  const isCurrent = latest.some(({ to }) => to === null || to > closedAt);
  if (latest[0] && isCurrent && (isReopened || latest.length < episodes.length)) return latest[0].from;
  const since = updates.filter(({ publishedAt }) => publishedAt > closedAt).map(({ occurredAt }) => occurredAt);
  return isReopened && since.length > 0 ? Math.min(...since) : startedAt;
}
