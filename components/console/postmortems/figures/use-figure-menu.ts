import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { filterFigures, type InsertableFigure } from './insertable-figures.ts';
import { replaceInField } from './replace-in-field.ts';
import { queryAt, typedSlash } from './slash.ts';

/** An event that opens the menu at the caret of a field. */
const OPEN_MENU = 'candor:figures';

/** Opens the menu of figures at the caret of a field. */
export function openFigureMenu(field: HTMLTextAreaElement): void {
  field.focus();
  field.dispatchEvent(new CustomEvent(OPEN_MENU));
}

/** The open menu: the figures that match what was typed since, and which one is active. */
export type FigureMenu = { start: number; options: readonly InsertableFigure[]; active: number };
type Opened = { start: number; hasSlash: boolean; caret: number; active: number };

/**
 * Connects a field with a menu of figures. A slash at the start of a word opens it; what is typed then filters it; the chosen figure replaces both. Escape
 * closes the menu and leaves the text as it is.
 */
export function useFigureMenu(
  field: RefObject<HTMLTextAreaElement | null>,
  value: string,
  figures: readonly InsertableFigure[],
) {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    const target = field.current;
    const open = () => {
      const caret = target?.selectionStart ?? 0;
      setOpened({ start: caret, hasSlash: false, caret, active: 0 });
    };
    target?.addEventListener(OPEN_MENU, open);
    return () => target?.removeEventListener(OPEN_MENU, open);
  }, [field]);
  const query = opened && queryAt(value, opened);
  const options = query === null ? [] : filterFigures(figures, query.query);
  const menu: FigureMenu | null =
    opened && options.length > 0
      ? { start: opened.start, options, active: Math.min(opened.active, options.length - 1) }
      : null;

  function insert(index: number): void {
    const [chosen, target] = [menu?.options[index], field.current];
    if (!chosen || !target || !query) return;
    const expected = target.value.slice(query.start, query.end);
    replaceInField(target, { ...query, expected }, `{{${chosen.key}}}`);
    setOpened(null);
  }
  return {
    menu,
    insert,
    close: () => setOpened(null),
    /** Follows the caret, which ends a query that it leaves. */
    onCaret: (text: string, caret: number) =>
      setOpened((now) => now && (queryAt(text, { ...now, caret }) ? { ...now, caret } : null)),
    /** Follows what is typed. */
    onType: (text: string, caret: number) =>
      setOpened((now) => {
        if (now && queryAt(text, { ...now, caret })) return { ...now, caret, active: 0 };
        const start = typedSlash(text, caret);
        return start === null || text.length <= value.length ? null : { start, hasSlash: true, caret, active: 0 };
      }),
    /** Moves in the menu, chooses or closes. Returns whether the key was for the menu. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (menu === null || event.altKey || event.ctrlKey || event.metaKey) return false;
      const { active, options: all } = menu;
      const move = (to: number) => setOpened((now) => now && { ...now, active: (to + all.length) % all.length });
      const keys: Record<string, () => void> = {
        ArrowDown: () => move(active + 1),
        ArrowUp: () => move(active - 1),
        Enter: () => insert(active),
        Tab: () => insert(active),
        Escape: () => setOpened(null),
      };
      keys[event.key]?.();
      return event.key in keys;
    },
  };
}
