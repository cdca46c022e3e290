import { isUnexplained } from '#domain/postmortem/postmortem';
import { publishedFigures } from '#domain/postmortem/published-figures';
import type { CheckedFigure } from '#domain/postmortem/published-version';
import type { StaffPostmortem } from '#server/postmortems/view-types';

export type FigureCounts = { matching: number; differing: number; explained: number; unmatched: number };
type Checked = Pick<StaffPostmortem, 'content' | 'record' | 'findings'>;

/** Returns the figures of the text that match, live references too, and how many of each verdict there are. */
export function figuresOf({ content, record, findings }: Checked): {
  matching: CheckedFigure[];
  counts: FigureCounts;
} {
  const figures = record ? publishedFigures(content, record, findings) : [];
  const matching = figures.filter(({ verdict }) => verdict === 'match');
  return {
    matching,
    counts: {
      matching: matching.length,
      differing: findings.filter(isUnexplained).length,
      explained: findings.filter(({ reason }) => reason !== null).length,
      unmatched: figures.filter(({ verdict }) => verdict === 'not_in_record').length,
    },
  };
}

/** Returns a function that names a component by its slug. */
export function componentNamesOf({ record }: Pick<StaffPostmortem, 'record'>): (slug: string) => string {
  const names = new Map(record?.components.map(({ slug, name }) => [slug, name]));
  return (slug) => names.get(slug) ?? slug;
}
