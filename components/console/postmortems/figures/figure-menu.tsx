import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { consoleFiguresEn } from '#messages/en/console-figures';
import type { FigureMenu } from './use-figure-menu.ts';

const WIDTH_PX = 320;

type Props = {
  id: string;
  menu: FigureMenu;
  /** The marks of the field, which show where the text is. */
  marks: RefObject<HTMLElement | null>;
  onChoose: (index: number) => void;
};

/** Lists the figures that can be inserted, below the place where they will be. The field keeps the focus. */
export function FigureMenuList({ id, menu, marks, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ top: number; left: number } | null>(null);
  const { start, options, active } = menu;
  useLayoutEffect(() => setPlace(placeBelow(marks.current, start)), [marks, start]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={consoleFiguresEn.insert}
      className="floating figure-menu"
      style={place ?? undefined}
    >
      {options.map(({ key, name, value }, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and handles the keys
        <div
          key={key}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          className="menu-item"
          data-highlighted={i === active || undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(i)}
        >
          <span className="flex-1">{name}</span>
          <strong className="font-semibold">{value}</strong>
        </div>
      ))}
    </div>
  );
}

/** Returns the place below a letter of the text, within the width of the field. */
function placeBelow(marks: HTMLElement | null, offset: number): { top: number; left: number } | null {
  const letter = marks && letterAt(marks, offset);
  if (!marks || !letter) return null;
  const [box, around] = [letter.getBoundingClientRect(), marks.getBoundingClientRect()];
  const left = Math.min(box.left - around.left, Math.max(0, around.width - WIDTH_PX));
  return { top: box.bottom - around.top + 4, left };
}

/** Returns the range of a letter. Each child of the marks is a line, which ends with a line break that is not in the document. */
function letterAt(marks: HTMLElement, offset: number): Range | null {
  let left = offset;
  for (const line of marks.children) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest('sup') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const range = document.createRange();
    range.selectNodeContents(line);
    range.collapse(true);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.nodeValue?.length ?? 0;
      range.setStart(node, Math.min(left, length));
      range.setEnd(node, Math.min(left + 1, length));
      if (left < length) return range;
      left -= length;
    }
    if (left === 0) return range;
    left -= 1;
  }
  return null;
}
