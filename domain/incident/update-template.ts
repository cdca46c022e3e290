import { escapeMarkdown } from './escape-markdown.ts';

/** The placeholders of templates. Any other name in double braces is an error. */
export const PLACEHOLDERS = ['components', 'effect', 'since', 'duration', 'next_update', 'title'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type PlaceholderValues = Partial<Record<Placeholder, string>>;

const PLACE = /\{\{([^{}]*)\}\}/g;
/** A code span or fenced block of markdown, in which a backslash does not escape. */
const CODE = /(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g;

/** Fills the placeholders of a markdown text once. Values are escaped, in code too. A placeholder without a value stays. */
export function fillTemplate(text: string, values: PlaceholderValues): string {
  const escaped = (part: string) => fill(part, values, escapeMarkdown);
  const asCode = (part: string) => fill(part, values, (value) => value.replaceAll('`', "'"));
  let filled = '';
  let end = 0;
  for (const { 0: code, index } of text.matchAll(CODE)) {
    filled += escaped(text.slice(end, index)) + asCode(code);
    end = index + code.length;
  }
  return filled + escaped(text.slice(end));
}

/** Fills the placeholders of a title, which is not markdown. */
export function fillTitle(title: string, values: PlaceholderValues): string {
  return fill(title, values, (value) => value);
}

function fill(text: string, values: PlaceholderValues, as: (value: string) => string): string {
  return text.replace(PLACE, (place, name: string) => {
    const value = values[name.trim() as Placeholder];
    return value === undefined ? place : as(value);
  });
}

/** Returns whether a text contains a placeholder. */
export function namesPlaceholder(text: string, placeholder: Placeholder): boolean {
  return [...text.matchAll(PLACE)].some(([, name = '']) => name.trim() === placeholder);
}

/** Other notations of braces in markdown. */
const OPENING = /\\\{|&(?:#0*123|#x0*7b|lcub|lbrace);/gi;
const CLOSING = /\\\}|&(?:#0*125|#x0*7d|rcub|rbrace);/gi;
const OPEN_PLACE = /\{{2,}\s*([^{}\n]{0,40})/g;

/**
 * Returns the names of all placeholders that readers of this markdown would see, each once: known or not, closed or not, in code too, and in any notation of the
 * braces. Double braces are reserved for placeholders.
 */
export function leftPlaceholders(markdown: string): string[] {
  const text = markdown
    .replace(OPENING, '{')
    .replace(CLOSING, '}')
    .replace(/\\([_-])/g, '$1');
  return [...new Set([...text.matchAll(OPEN_PLACE)].map(([, name = '']) => name.trim()))];
}
