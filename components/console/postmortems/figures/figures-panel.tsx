'use client'; // corrects and explains figures

import { Card } from '#components/ui/card';
import { FiguresHead } from './figures-head.tsx';
import type { FindingActions } from './finding-item.tsx';
import { FindingList } from './finding-list.tsx';
import type { FigureCheck } from './use-figure-check.ts';
import type { SelectedFigure } from './use-selected-figure.ts';

export type FiguresProps = FindingActions & { check: FigureCheck; selected: SelectedFigure };

/** Shows the check of the figures beside the text. On phones, FiguresBar takes its place. */
export function FiguresPanel(props: FiguresProps) {
  return (
    <Card id="figures" labelledBy="figures-title" className="overflow-clip max-sm:hidden">
      <FiguresHead check={props.check} titleId="figures-title" />
      <FindingList {...props} />
    </Card>
  );
}
