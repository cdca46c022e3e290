import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { consoleFiguresEn } from '#messages/en/console-figures';
import type { Figure } from './figure.ts';
import { type MarkedLine, markedLines, type Run } from './marked-lines.ts';
import type { SelectedFigure } from './use-selected-figure.ts';

const TEXT = consoleFiguresEn.mark;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

type Props = {
  ref: RefObject<HTMLDivElement | null>;
  text: string;
  figures: readonly Figure[];
  /** The place of the caret, whose line is emphasised while the field has the focus. */
  caret: number | null;
  selected: SelectedFigure;
  /** Returns to the field. */
  onLeave: () => void;
};

/** Shows a text with its figures as links to their findings. The arrow keys move from one to the next. */
export function MarkedText({ ref, text, figures, caret, selected, onLeave }: Props) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const step = STEPS[event.key];
    if (event.key === 'Escape') onLeave();
    if (step === undefined) return;
    event.preventDefault();
    const links = linksIn(event.currentTarget);
    const at = links.findIndex(({ dataset }) => dataset.figure === linkAt(event.target)?.dataset.figure);
    links[at + step]?.focus();
  }
  function onClick(event: MouseEvent<HTMLDivElement>): void {
    const id = linkAt(event.target)?.dataset.figure;
    if (id === undefined) return;
    event.preventDefault();
    selected.visit(id);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of its links
    <div ref={ref} className="marked-text" onKeyDown={onKeyDown} onClick={onClick}>
      {markedLines(text, figures).map((line, i) => (
        <Line key={i} line={line} isCurrent={isAt(caret, line)} selected={selected} />
      ))}
    </div>
  );
}

/** Returns the links of the figures, each once even if it is on two lines. */
export function linksIn(marks: HTMLElement | null): HTMLAnchorElement[] {
  const links = [...(marks?.querySelectorAll('a') ?? [])];
  return links.filter(({ dataset }, i) => dataset.figure !== links[i - 1]?.dataset.figure);
}

function linkAt(target: EventTarget): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest('a') : null;
}

function isAt(caret: number | null, { start, end }: MarkedLine): boolean {
  return caret !== null && start <= caret && caret <= end;
}

function Line({ line, isCurrent, selected }: { line: MarkedLine; isCurrent: boolean; selected: SelectedFigure }) {
  return (
    <div className={isCurrent ? 'is-current' : undefined}>
      {line.runs.map((run, i) => (
        <MarkedRun key={i} run={run} selected={selected} />
      ))}
    </div>
  );
}

function MarkedRun({ run: { text, figure, isLast }, selected }: { run: Run; selected: SelectedFigure }) {
  if (figure === null) return <span aria-hidden="true">{text}</span>;
  return (
    <a
      href="#figures"
      tabIndex={-1}
      data-mark={figure.state}
      data-figure={figure.id}
      aria-current={selected.id === figure.id || undefined}
      aria-label={markName(figure)}
    >
      {text}
      {isLast && figure.number !== null && <sup aria-hidden="true">{figure.number}</sup>}
    </a>
  );
}

function markName({ state, text, number }: Figure): string {
  return TEXT[state](text, number ?? 0);
}
