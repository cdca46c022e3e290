'use client'; // formats the text in the field that had the focus last

import { type MouseEvent, useEffect, useRef } from 'react';
import { Icon, type IconName } from '#components/ui/icon';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { bold, type FormatText, italic, link, list } from './format-text.ts';
import { formatField } from './replace-in-field.ts';
import { openFigureMenu } from './use-figure-menu.ts';

const TEXT = consoleFiguresEn.toolbar;
const FIELDS = '.checked-text > textarea';
const FORMATS: [IconName, string, FormatText][] = [
  ['bold', TEXT.bold, bold],
  ['italic', TEXT.italic, italic],
  ['list', TEXT.list, list],
  ['link', TEXT.link, link],
];

/** Shows the buttons that format the text and insert figures. They act on the text field that had the focus last, first on the first one. */
export function TextToolbar() {
  const last = useRef<HTMLTextAreaElement | null>(null);
  useEffect(() => {
    const follow = ({ target }: FocusEvent) => {
      if (target instanceof HTMLTextAreaElement && target.matches(FIELDS)) last.current = target;
    };
    document.addEventListener('focusin', follow);
    return () => document.removeEventListener('focusin', follow);
  }, []);
  function act(work: (field: HTMLTextAreaElement) => void): void {
    const field = last.current?.isConnected ? last.current : document.querySelector<HTMLTextAreaElement>(FIELDS);
    if (field) work(field);
  }
  const keepFocus = (event: MouseEvent) => event.preventDefault(); // the field shows its selection only with the focus
  return (
    <fieldset aria-label={TEXT.label} className="flex min-h-12 flex-wrap items-center gap-1">
      {FORMATS.map(([icon, label, format]) => (
        <button
          key={icon}
          type="button"
          className="tool"
          aria-label={label}
          title={label}
          onMouseDown={keepFocus}
          onClick={() => act((field) => formatField(field, format))}
        >
          <Icon name={icon} className="size-4.5" />
        </button>
      ))}
      <span className="mx-1.5 h-6 border-s border-line max-sm:hidden" />
      <button type="button" className="tool" onMouseDown={keepFocus} onClick={() => act(openFigureMenu)}>
        <Icon name="chart" className="size-4.5" />
        {consoleFiguresEn.insert}
        <kbd className="rounded-tag border border-line bg-sunken px-1.5 font-sans text-axis text-quiet">/</kbd>
      </button>
    </fieldset>
  );
}
