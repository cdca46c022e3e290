'use client'; // opens the findings over the page

import { Icon } from '#components/ui/icon';
import { Sheet } from '#components/ui/sheet';
import { StatusIcon } from '#components/ui/status-icon';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { isOpen } from './figure.ts';
import { FiguresHead } from './figures-head.tsx';
import type { FiguresProps } from './figures-panel.tsx';
import { FindingList } from './finding-list.tsx';
import type { FigureCheck } from './use-figure-check.ts';
import { findingIn } from './use-selected-figure.ts';

/** Shows on phones how many figures differ, in a bar that opens a sheet with the findings. */
export function FiguresBar(props: FiguresProps) {
  const { check, selected } = props;
  const open = check.figures.filter(isOpen);
  return (
    <div className="sm:hidden">
      <Sheet
        isOpen={selected.isSheetOpen}
        onOpenChange={selected.setSheetOpen}
        title={consoleFiguresEn.title}
        close={consoleFiguresEn.close}
        firstFocus={(sheet) => (selected.id === null ? null : findingIn(sheet, selected.id))}
        trigger={
          <button type="button" className="figures-bar">
            <StatusIcon tone={open.length > 0 ? 'degraded_performance' : 'operational'} size={20} />
            <span className="flex-1 text-start">{barText(check, open.length)}</span>
            <Icon name="chevron" className="size-4 -rotate-90" />
          </button>
        }
      >
        <FiguresHead check={check} />
        <FindingList {...props} />
      </Sheet>
    </div>
  );
}

function barText({ state, figures }: FigureCheck, open: number): string {
  if (state === 'unavailable') return consoleFiguresEn.unavailable;
  return open > 0 ? consoleFiguresEn.count.differs(open) : consoleFiguresEn.matching(figures.length);
}
