'use client'; // marks figures while typing; a plain text field without JavaScript

import { useRef } from 'react';
import { useIsLive } from '#components/console/postmortems/use-is-live.ts';
import type { Place } from '#domain/postmortem/content-parts';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { type Figure, isSamePlace } from './figure.ts';
import { FigureMenuList } from './figure-menu.tsx';
import type { InsertableFigure } from './insertable-figures.ts';
import { MarkedText } from './marked-text.tsx';
import { moveFigures } from './move-figures.ts';
import { fieldIdOf } from './places.ts';
import { useFieldEvents } from './use-field-events.ts';
import { useFigureMenu } from './use-figure-menu.ts';
import type { SelectedFigure } from './use-selected-figure.ts';

type Props = {
  place: Place;
  name: string;
  /** Names the field, unless the heading with the id `labelledBy` does. */
  label?: string;
  labelledBy?: string;
  value: string;
  onChange: (value: string) => void;
  /** The figures of the post-mortem; those of other texts are ignored. */
  figures: readonly Figure[];
  selected: SelectedFigure;
  /** The figures of the record that can be inserted. */
  insertable: readonly InsertableFigure[];
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  readOnly?: boolean;
  /** The form that the field belongs to, if it is not around it. */
  form?: string;
};

/** Shows a field for a text whose figures are marked. The marks are drawn below the field, at the same places as its letters. */
export function CheckedText({ place, label, labelledBy, value, onChange, selected, insertable, ...props }: Props) {
  const { figures: all, rows = 3, ...field } = props;
  const own = all.filter((figure) => isSamePlace(figure, place));
  const figures = moveFigures(own, value);
  const text = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const isLive = useIsLive();
  const { menu, ...handlers } = useFigureMenu(text, value, insertable);
  const { caret, events } = useFieldEvents({ figures, selected, marks, menu: handlers, onChange });
  const id = fieldIdOf(place);
  const shown = { ref: marks, text: value, figures, caret, selected };
  return (
    <div className={`checked-text ${isLive ? 'is-live' : ''}`}>
      {isLive && <MarkedText {...shown} onLeave={() => text.current?.focus()} />}
      <textarea
        {...field}
        {...events}
        ref={text}
        id={id}
        rows={rows}
        value={value}
        aria-label={label}
        aria-labelledby={labelledBy}
        aria-description={isLive && figures.length > 0 ? consoleFiguresEn.mark.keys : undefined}
        aria-autocomplete={isLive ? 'list' : undefined}
        aria-controls={menu ? `${id}-menu` : undefined}
        aria-activedescendant={menu ? `${id}-menu-${menu.active}` : undefined}
      />
      {menu && <FigureMenuList id={`${id}-menu`} menu={menu} marks={marks} onChoose={handlers.insert} />}
    </div>
  );
}
