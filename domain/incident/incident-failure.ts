import type { Stated } from '#domain/measurement/status';
import { type Instant, union } from '#domain/time/interval';
import { latestFailure } from './latest-failure.ts';

type Facts = {
  components: readonly { slug: string; name: string; stated: Stated }[];
  /** By the slugs of their components, without removed ones. */
  episodes: readonly { component: string; from: Instant; to: Instant | null }[];
  startedAt: Instant;
  resolvedAt: Instant | null;
};
export type IncidentFailure = { components: string[]; since: Instant; durationMs: number };

/**
 * Returns the current failure of an incident for a text about it: its components, its start, and its downtime. Monitoring of the latest failure decides;
 * earlier failures of a reopened incident do not count. Without monitoring data, the reports of staff decide.
 */
export function incidentFailure(facts: Facts, now: Instant): IncidentFailure {
  const { episodes, startedAt, resolvedAt } = facts;
  const latest = latestFailure(episodes);
  const components = named(facts, latest).map(({ name }) => name);
  if (latest[0] === undefined)
    return { components, since: startedAt, durationMs: Math.max(0, (resolvedAt ?? now) - startedAt) };
  const spans = union(latest.map(({ from, to }) => ({ from, to: to ?? now })));
  return { components, since: latest[0].from, durationMs: spans.reduce((sum, { from, to }) => sum + to - from, 0) };
}

/** Returns the components that fail now and those for which only staff state trouble. If none fails: those with stated trouble, else those of the latest failure, else all. */
function named({ components, episodes }: Facts, latest: Facts['episodes']) {
  const isIn = (some: Facts['episodes'], slug: string) => some.some(({ component }) => component === slug);
  const failing = episodes.filter(({ to }) => to === null);
  const troubled = components.filter(({ stated }) => stated !== 'operational');
  if (failing.length > 0)
    return components.filter((one) => isIn(failing, one.slug) || (troubled.includes(one) && !isIn(episodes, one.slug)));
  if (troubled.length > 0) return troubled;
  const failed = components.filter(({ slug }) => isIn(latest, slug));
  return failed.length > 0 ? failed : components;
}
