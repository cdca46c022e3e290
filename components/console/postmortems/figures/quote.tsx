import type { Figure } from './figure.ts';

/** The characters of the sentence that are shown on each side of the figure. */
const CONTEXT_LENGTH_MAX = 80;

/** Shows the sentence of a figure in quotation marks, with the figure in bold. */
export function Quote({ figure: { text, sentence } }: { figure: Figure }) {
  return (
    <p className="mt-2 text-small text-plain">
      “{clipStart(sentence.before)}
      <strong className="font-semibold">{text}</strong>
      {clipEnd(sentence.after)}”
    </p>
  );
}

/** Shortens a text at a word, keeping its end. */
function clipStart(text: string): string {
  const line = text.replace(/\s+/g, ' ').trimStart();
  return line.length <= CONTEXT_LENGTH_MAX ? line : `… ${line.slice(-CONTEXT_LENGTH_MAX).replace(/^\S*\s/, '')}`;
}

/** Shortens a text at a word, keeping its start. */
function clipEnd(text: string): string {
  const line = text.replace(/\s+/g, ' ').trimEnd();
  return line.length <= CONTEXT_LENGTH_MAX ? line : `${line.slice(0, CONTEXT_LENGTH_MAX).replace(/\s\S*$/, '')} …`;
}
