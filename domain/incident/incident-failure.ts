import type { Effects } from '#domain/measurement/effect';
import { type Stated, statusOfLevel, TROUBLE, type Trouble } from '#domain/measurement/status';
import { type Instant, union } from '#domain/time/interval';
import { latestFailure } from './latest-failure.ts';

type Facts = {
  components: readonly { slug: string; name: string; stated: Stated; effects: Effects }[];
  /** By the slugs of their components, without removed ones. */
  episodes: readonly { component: string; from: Instant; to: Instant | null; level: number }[];
  startedAt: Instant;
  resolvedAt: Instant | null;
};
/** `failing`: its components with the status that is stated or, if they are stated as operational, that was measured. */
export type IncidentFailure = {
  components: string[];
  failing: { status: Trouble; effects: Effects }[];
  since: Instant;
  durationMs: number;
};

/**
 * Returns the current failure of an incident for a text about it: its components, its start, and its downtime. Monitoring of the latest failure decides;
 * earlier failures of a reopened incident do not count. Without monitoring data, the reports of staff decide.
 */
export function incidentFailure(facts: Facts, now: Instant): IncidentFailure {
  const { episodes, startedAt, resolvedAt } = facts;
  const latest = latestFailure(episodes);
  const own = named(facts, latest);
  const components = own.map(({ name }) => name);
  const failing = own.flatMap(({ slug, stated, effects }) => {
    const status = troubleOf(stated) ?? measured(latest, slug);
    return status === null ? [] : [{ status, effects }];
  });
  if (latest[0] === undefined)
    return { components, failing, since: startedAt, durationMs: Math.max(0, (resolvedAt ?? now) - startedAt) };
  const spans = union(latest.map(({ from, to }) => ({ from, to: to ?? now })));
  return {
    components,
    failing,
    since: latest[0].from,
    durationMs: spans.reduce((sum, { from, to }) => sum + to - from, 0),
  };
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

function troubleOf(stated: Stated): Trouble | null {
  return TROUBLE.find((one) => one === stated) ?? null;
}

/** Returns the worst status of a component in these episodes. */
function measured(episodes: Facts['episodes'], slug: string): Trouble | null {
  const level = Math.max(0, ...episodes.filter(({ component }) => component === slug).map((one) => one.level));
  return level === 0 ? null : statusOfLevel(level as 1 | 2 | 3); // levels of episodes are 2 and 3
}
