import MarkdownIt from 'markdown-it';
import type { Rendered } from '#server/context';
import { DEPTH_MAX, limitFault } from './text-limits.ts';
import { UnrenderableText } from './unrenderable-text.ts';
import { type WritingOptions, writeTokens } from './write-tokens.ts';

/** Maximum length after `www.` in links without a scheme. */
const ADDRESS_LENGTH_MAX = 2_000;

const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: DEPTH_MAX + 1 }); // the writer rejects deeper nesting; the parser would drop it silently
parser.validateLink = () => true; // the writer decides; a rejected link stays text
parser.normalizeLinkText = (text) => text;
parser.linkify
  .add('//', null)
  .add('ftp:', null)
  .add('www.', {
    validate: (text, at, self) =>
      Math.max(
        0,
        self.testSchemaAt(`http://${text.slice(at, at + ADDRESS_LENGTH_MAX)}`, 'http:', 'http:'.length) - '//'.length,
      ),
    normalize: (match) => {
      match.url = `http://${match.url}`;
    },
  });

/**
 * Renders markdown as safe HTML and as plain text. Raw HTML becomes text, images become their alternative text unless they were added to the site and
 * `hasImages` is set, and links lead to http, https and mailto only. The parser is synchronous: the main loop uses create-text-renderer.ts, except for short
 * texts that Candor writes itself. Throws UnrenderableText.
 */
export function renderMarkdown(markdown: string, options: WritingOptions = { hasImages: false }): Rendered {
  const fault = limitFault(markdown);
  if (fault !== null) throw new UnrenderableText(fault);
  return writeTokens(parser.parse(markdown, {}), options);
}
