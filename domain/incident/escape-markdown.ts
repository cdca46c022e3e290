/** Signs that mean something in markdown, or make an address of a word: a name must not become a link or a heading. */
const SIGNS = /[\\`*_{}[\]<>()#+\-.!|~&@]|:(?=\/)|\/(?=\/)/g;

/** Returns markdown that shows a value as it is. */
export function escapeMarkdown(value: string): string {
  return value.replace(SIGNS, '\\$&');
}
