import { createHash } from 'node:crypto';
import { type AccentScheme, accentTokens } from '#domain/site/accent';

const HASH_LENGTH = 16;

/** `file`: a name with a hash of the content, so that it may be cached forever. */
export type Stylesheet = { file: string; css: string };

function declarations({ text, solid, hover, tint }: AccentScheme): string {
  return `--accent:${text};--accent-solid:${solid};--accent-hover:${hover};--accent-tint:${tint}`;
}

/**
 * Writes the accent variables of both schemes. The doubled selector wins over the theme, in any order of stylesheets. Print has the light scheme, and
 * forced colours keep those of the reader.
 */
export function accentStylesheet(accent: string): Stylesheet {
  const { light, dark } = accentTokens(accent);
  const css = [
    `@media (forced-colors:none){:root:root{${declarations(light)}}}\n`,
    `@media screen and (forced-colors:none) and (prefers-color-scheme:dark){:root:root{${declarations(dark)}}}\n`,
  ].join('');
  return { file: `accent-${createHash('sha256').update(css).digest('hex').slice(0, HASH_LENGTH)}.css`, css };
}
