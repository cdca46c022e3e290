import { useState } from 'react';
import { type Figure, isOpen } from './figure.ts';

/** Where findings are in a sheet instead of beside the text. */
const NARROW = '(width < 40rem)';

/** Which figure is selected. On phones, `point` and `visit` open the sheet with its finding; elsewhere `visit` moves the focus there. */
export type SelectedFigure = {
  id: string | null;
  select: (id: string) => void;
  point: (id: string) => void;
  visit: (id: string) => void;
  isSheetOpen: boolean;
  setSheetOpen: (isOpen: boolean) => void;
};

/** Selects the figure that was chosen last. If it has gone, the first open one is selected. */
export function useSelectedFigure(figures: readonly Figure[]): SelectedFigure {
  const [chosen, select] = useState<string | null>(null);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const isThere = figures.some(({ id }) => id === chosen);
  function point(id: string): void {
    select(id);
    if (window.matchMedia(NARROW).matches) setSheetOpen(true);
  }
  function visit(id: string): void {
    point(id);
    findingIn(document, id)?.focus();
  }
  return {
    id: isThere ? chosen : (figures.find(isOpen)?.id ?? null),
    select,
    point,
    visit,
    isSheetOpen,
    setSheetOpen,
  };
}

/** Returns the visible element of a finding, opened if it is within details. */
export function findingIn(root: ParentNode, id: string): HTMLElement | null {
  const all = [...root.querySelectorAll<HTMLElement>('[data-finding]')];
  const found = all.find((one) => one.dataset.finding === id && isShown(one)) ?? null;
  found?.closest('details')?.setAttribute('open', '');
  return found;
}

/** An element of closed details is shown once they are open. */
function isShown(element: HTMLElement): boolean {
  return (element.closest('details') ?? element).offsetParent !== null;
}
