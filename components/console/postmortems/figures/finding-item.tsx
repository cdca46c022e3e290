import type { KeyboardEvent, ReactNode } from 'react';
import type { Figure } from './figure.ts';
import { fieldOf } from './places.ts';

/** What people do to a figure that differs. A correction changes the text in its field instead. `hrefOf`: where the recorded value comes from. */
export type FindingActions = {
  onExplain: (figure: Figure, reason: string) => void;
  onRemove: (figure: Figure) => void;
  hrefOf?: (figure: Figure) => string | null;
};
type Props = { figure: Figure; isSelected?: boolean; onSelect?: () => void; children: ReactNode };

/** Shows a finding of the list. It gets the focus from its mark, and Escape returns to the text. */
export function FindingItem({ figure, isSelected = false, onSelect, children }: Props) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    fieldOf(figure)?.focus();
  }
  return (
    <li
      data-finding={figure.id}
      tabIndex={-1}
      aria-current={isSelected || undefined}
      className="finding"
      onFocus={onSelect}
      onClick={onSelect}
      onKeyDown={onKeyDown}
    >
      {children}
    </li>
  );
}
