import { formatFactName } from '#components/site/postmortems/format-fact.ts';
import type { PostmortemRecord } from '#domain/postmortem/facts';

/** Formats the name of a fact of a record. Uptimes are named by their month or year: "Uptime, March 2022". */
export function factName(key: string, { components, facts }: PostmortemRecord): string {
  const period = facts.find((one) => one.key === key)?.period;
  const dated = period === undefined ? key : key.replace(/\.(?:month|year)$/, `.${period}`);
  return formatFactName(dated, (slug) => components.find((one) => one.slug === slug)?.name ?? slug);
}
