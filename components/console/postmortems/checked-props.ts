import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import type { InsertableFigure } from '#components/console/postmortems/figures/insertable-figures.ts';
import type { SelectedFigure } from '#components/console/postmortems/figures/use-selected-figure.ts';

/** What each field of the public text needs to mark its figures. */
export type CheckedProps = {
  figures: readonly Figure[];
  selected: SelectedFigure;
  insertable: readonly InsertableFigure[];
};
