/** What a template may leave open; anything else in double braces is a mistake. */
export const PLACEHOLDERS = ['components', 'since', 'duration', 'next_update', 'title'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const PLACE = /\{\{([^{}]*)\}\}/g;
/** Signs that mean something in markdown: a name must not become a link or a heading. */
const SIGNS = /[\\`*_{}[\]<>()#+\-.!|~&]/g;

/** Names in double braces that are no placeholder, each once. */
export function unknownPlaceholders(text: string): string[] {
  const names = [...text.matchAll(PLACE)].map(([, name = '']) => name.trim());
  return [...new Set(names)].filter((name) => !(PLACEHOLDERS as readonly string[]).includes(name));
}

/** The text with its placeholders filled in: plain substitution, once, the values as text that markdown leaves alone. What has no value stays. */
export function fillTemplate(text: string, values: Partial<Record<Placeholder, string>>): string {
  return text.replace(PLACE, (place, name: string) => {
    const value = values[name.trim() as Placeholder];
    return value === undefined ? place : value.replace(SIGNS, '\\$&');
  });
}

/** Whether a text leaves this open. */
export function namesPlaceholder(text: string, placeholder: Placeholder): boolean {
  return [...text.matchAll(PLACE)].some(([, name = '']) => name.trim() === placeholder);
}
