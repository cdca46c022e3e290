import { levelOf, type Status } from '#domain/measurement/status';

/** Where a component fails: the failing regions by their titles, and how many regions it has. */
export type FailurePlace = { failing: string[]; all: number };

/**
 * Returns where a component fails; null unless its outage is limited to some of its regions. `title` is null for instances without a region, whose failure
 * cannot be placed.
 */
export function failurePlace(regions: readonly { title: string | null; status: Status }[]): FailurePlace | null {
  const used = regions.filter(({ status }) => status !== 'not_monitored');
  const failing = used.filter(({ status }) => levelOf(status) > 1).map(({ title }) => title);
  const named = failing.filter((title) => title !== null);
  if (named.length === 0 || named.length < failing.length || failing.length === used.length) return null;
  return { failing: named.sort(), all: used.filter(({ title }) => title !== null).length };
}
