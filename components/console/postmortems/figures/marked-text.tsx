import { type KeyboardEvent, type MouseEvent, memo, type RefObject } from 'react';
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
        <Line key={i} line={line} isCurrent={isAt(caret, line)} selectedId={selectedIn(line, selected.id)} />
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

/** Returns the id of the selected figure if it is in this line. */
function selectedIn({ runs }: MarkedLine, id: string | null): string | null {
  return runs.some(({ figure }) => figure?.id === id) ? id : null;
}

type LineProps = { line: MarkedLine; isCurrent: boolean; selectedId: string | null };

/** Shows a line. In a long text, only the line that is written is rendered again. */
const Line = memo(function Line({ line, isCurrent, selectedId }: LineProps) {
  return (
    <div className={isCurrent ? 'is-current' : undefined}>
      {line.runs.map((run, i) => (
        <MarkedRun key={i} run={run} selectedId={selectedId} />
      ))}
    </div>
  );
}, isSameLine);

function isSameLine(before: LineProps, now: LineProps): boolean {
  const [old, runs] = [before.line.runs, now.line.runs];
  return (
    before.isCurrent === now.isCurrent &&
    before.selectedId === now.selectedId &&
    old.length === runs.length &&
    runs.every((run, i) => isSameRun(run, old[i] as Run)) // they have the same length
  );
}

function isSameRun(a: Run, b: Run): boolean {
  const [{ figure: one }, { figure: other }] = [a, b];
  return (
    a.text === b.text &&
    a.isLast === b.isLast &&
    one?.id === other?.id &&
    one?.state === other?.state &&
    one?.number === other?.number
  );
}

function MarkedRun({ run: { text, figure, isLast }, selectedId }: { run: Run; selectedId: string | null }) {
  if (figure === null) return <span aria-hidden="true">{text}</span>;
  return (
    <a
      href="#figures"
      tabIndex={-1}
      data-mark={figure.state}
      data-figure={figure.id}
      aria-current={selectedId === figure.id || undefined}
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
