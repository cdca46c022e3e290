import type { PostmortemIncident } from '#domain/postmortem/published-version';
import type { Instant } from '#domain/time/interval';

/** Returns when the first incident of a post-mortem began, by which lists are ordered. */
export function startOf({ incidents }: { incidents: readonly Pick<PostmortemIncident, 'startedAt'>[] }): Instant {
  return Math.min(...incidents.map(({ startedAt }) => startedAt));
}
