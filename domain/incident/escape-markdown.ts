/** Characters with a meaning in markdown or in addresses: a name must not become a link or a heading. */
const SIGNS = /[\\`*_{}[\]<>()#+\-.!|~&@]|:(?=\/)|\/(?=\/)/g;

/** Escapes a value so that markdown shows it unchanged. */
export function escapeMarkdown(value: string): string {
  return value.replace(SIGNS, '\\$&');
}
