import type { FrozenVersion } from '#domain/postmortem/published-version';

/** Returns a function that names the components of a post-mortem by their slugs. */
export function nameOf({ policies }: Pick<FrozenVersion, 'policies'>): (slug: string) => string {
  const names = new Map(policies.map(({ component, name }) => [component, name]));
  return (slug) => names.get(slug) ?? slug;
}
