import {
  type ChangeEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  type SyntheticEvent,
  useState,
} from 'react';
import { type Figure, hasFinding } from './figure.ts';
import { linksIn } from './marked-text.tsx';
import type { useFigureMenu } from './use-figure-menu.ts';
import type { SelectedFigure } from './use-selected-figure.ts';

type Field = SyntheticEvent<HTMLTextAreaElement>;
type Options = {
  figures: readonly Figure[];
  selected: SelectedFigure;
  marks: RefObject<HTMLElement | null>;
  menu: Omit<ReturnType<typeof useFigureMenu>, 'menu'>;
  onChange: (value: string) => void;
};

/** Handles what happens in a field with figures: the caret selects them, Alt with an arrow moves to their marks, and the menu gets its keys first. */
export function useFieldEvents({ figures, selected, marks, menu, onChange }: Options) {
  const [caret, setCaret] = useState<number | null>(null);
  return {
    caret,
    events: {
      onChange({ target }: ChangeEvent<HTMLTextAreaElement>): void {
        menu.onType(target.value, target.selectionStart);
        onChange(target.value);
      },
      onSelect({ currentTarget }: Field): void {
        setCaret(currentTarget.selectionStart);
        menu.onCaret(currentTarget.value, currentTarget.selectionStart);
        const figure = figureAt(figures, currentTarget);
        if (figure && hasFinding(figure)) selected.select(figure.id);
      },
      onClick({ currentTarget }: MouseEvent<HTMLTextAreaElement>): void {
        const figure = figureAt(figures, currentTarget);
        if (figure && hasFinding(figure)) selected.point(figure.id);
      },
      onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
        const next = figureTowards(event, figures);
        const mark = next && linksIn(marks.current).find(({ dataset }) => dataset.figure === next.id);
        mark?.focus();
        if (mark || menu.onKeyDown(event)) event.preventDefault();
      },
      onBlur: menu.close,
    },
  };
}

/** Returns the figure that the caret is in, unless text is selected. */
function figureAt(figures: readonly Figure[], { selectionStart, selectionEnd }: HTMLTextAreaElement): Figure | null {
  if (selectionStart !== selectionEnd) return null;
  return figures.find(({ start, end }) => start <= selectionStart && selectionStart <= end) ?? null;
}

/** Returns the figure at or after the caret for Alt and arrow down, at or before it for Alt and arrow up. */
function figureTowards(event: KeyboardEvent<HTMLTextAreaElement>, figures: readonly Figure[]): Figure | undefined {
  const { selectionStart: caret } = event.currentTarget;
  if (!event.altKey) return undefined;
  if (event.key === 'ArrowDown') return figures.find(({ end }) => end >= caret);
  return event.key === 'ArrowUp' ? figures.findLast(({ start }) => start <= caret) : undefined;
}
