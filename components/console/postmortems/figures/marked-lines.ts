import type { Figure } from './figure.ts';

/** A piece of a line: plain text, or a figure. `isLast`: the figure ends here; it may be on two lines. */
export type Run = { text: string; figure: Figure | null; isLast: boolean };
export type MarkedLine = { start: number; end: number; runs: Run[] };

/** Splits a text into its lines, and each line into plain text and figures. All runs together are the text without its line breaks. */
export function markedLines(text: string, figures: readonly Figure[]): MarkedLine[] {
  const apart = withoutOverlaps(figures);
  let start = 0;
  let next = 0;
  return text.split('\n').map((line) => {
    const end = start + line.length;
    while (next < apart.length && (apart[next] as Figure).end <= start) next++;
    const marked = { start, end, runs: runsOf(text, { start, end }, apart, next) };
    start = end + 1;
    return marked;
  });
}

function runsOf(text: string, line: { start: number; end: number }, figures: readonly Figure[], first: number): Run[] {
  const runs: Run[] = [];
  let done = line.start;
  for (let i = first; i < figures.length; i++) {
    const figure = figures[i] as Figure; // within the list
    if (figure.start >= line.end) break;
    const from = Math.max(figure.start, line.start);
    const to = Math.min(figure.end, line.end);
    if (from > done) runs.push({ text: text.slice(done, from), figure: null, isLast: false });
    runs.push({ text: text.slice(from, to), figure, isLast: to === figure.end });
    done = to;
  }
  if (done < line.end) runs.push({ text: text.slice(done, line.end), figure: null, isLast: false });
  return runs;
}

function withoutOverlaps(figures: readonly Figure[]): Figure[] {
  let end = 0;
  return figures.filter((figure) => {
    if (figure.start < end) return false;
    end = figure.end;
    return true;
  });
}
