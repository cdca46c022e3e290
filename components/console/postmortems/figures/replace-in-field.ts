import type { FormatText } from './format-text.ts';

/**
 * Replaces a range in a text field as if it had been typed, so that the browser can undo it and React gets its change event. Returns false and changes nothing
 * if the range does not contain `expected`.
 */
export function replaceInField(
  field: HTMLTextAreaElement,
  { start, end, expected }: { start: number; end: number; expected: string },
  replacement: string,
): boolean {
  if (field.value.slice(start, end) !== expected) return false;
  field.focus();
  field.setSelectionRange(start, end);
  if (document.activeElement === field && document.execCommand('insertText', false, replacement)) return true;
  field.setRangeText(replacement, start, end, 'end'); // where the field can't get the focus, as behind a dialog
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

/** Formats the selected part of a field, and selects what the format selects. */
export function formatField(field: HTMLTextAreaElement, format: FormatText): void {
  const edit = format(field.value, { start: field.selectionStart, end: field.selectionEnd });
  replaceInField(field, { ...edit, expected: field.value.slice(edit.start, edit.end) }, edit.replacement);
  field.setSelectionRange(edit.selection.start, edit.selection.end);
}
