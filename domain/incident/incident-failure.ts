import type { Stated } from '#domain/measurement/status';
import { type Instant, union } from '#domain/time/interval';
import { latestFailure } from './latest-failure.ts';

type Facts = {
  components: readonly { slug: string; name: string; stated: Stated }[];
  /** By the slugs of their components; none that was erased. */
  episodes: readonly { component: string; from: Instant; to: Instant | null }[];
  startedAt: Instant;
  resolvedAt: Instant | null;
};
export type IncidentFailure = { components: string[]; since: Instant; durationMs: number };

/**
 * Returns the failure of an incident as it is now, for a text about it: which components, since when, and for how long it was down. That is what monitoring
 * measured of the latest failure, not one that the incident came back from; without measurement, what staff reported.
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

/** Components that fail now and those that staff alone call troubled; where nothing fails, those that are called troubled, else those of the latest failure, else all. */
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
