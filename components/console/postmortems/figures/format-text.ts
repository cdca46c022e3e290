/** A selection in a text; a caret where both are the same. */
type Selection = { start: number; end: number };
/** A range of a text with what replaces it, and what is selected then. */
type TextEdit = Selection & { replacement: string; selection: Selection };
/** Formats the selected part of a Markdown text. */
export type FormatText = (text: string, selection: Selection) => TextEdit;

const URL = 'https://';

export const bold: FormatText = (text, selection) => wrap(text, selection, '**');
export const italic: FormatText = (text, selection) => wrap(text, selection, '*');

/** Makes a list of the selected lines, or plain lines of a list. */
export const list: FormatText = (text, { start, end }) => {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const isList = lines.every((line) => line.startsWith('- '));
  const replacement = lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join('\n');
  return { start: from, end: to, replacement, selection: { start: from, end: from + replacement.length } };
};

/** Makes a link of the selected words, and selects its address to be typed over. */
export const link: FormatText = (text, { start, end }) => {
  const words = text.slice(start, end);
  const at = start + words.length + '[]('.length;
  return { start, end, replacement: `[${words}](${URL})`, selection: { start: at, end: at + URL.length } };
};

/** Puts marks around the selection, or removes those that are there. Spaces at its ends stay outside, because Markdown does not emphasise them. */
function wrap(text: string, { start, end }: Selection, mark: string): TextEdit {
  const selected = text.slice(start, end);
  const lead = selected.length - selected.trimStart().length;
  const from = selected.trim() === '' ? start : start + lead;
  const to = selected.trim() === '' ? end : start + selected.trimEnd().length;
  const words = text.slice(from, to);
  const [before, after] = [marksBefore(text, from), marksAfter(text, to)];
  const isMarked = mark === '*' ? before % 2 === 1 && after % 2 === 1 : before >= 2 && after >= 2;
  if (isMarked && to > from)
    return {
      start: from - mark.length,
      end: to + mark.length,
      replacement: words,
      selection: { start: from - mark.length, end: to - mark.length },
    };
  return {
    start: from,
    end: to,
    replacement: `${mark}${words}${mark}`,
    selection: { start: from + mark.length, end: to + mark.length },
  };
}

function marksBefore(text: string, at: number): number {
  return /\**$/.exec(text.slice(0, at))?.[0].length ?? 0;
}

function marksAfter(text: string, at: number): number {
  return /^\**/.exec(text.slice(at))?.[0].length ?? 0;
}
