import MarkdownIt from 'markdown-it';
import type { Rendered } from '#server/context';
import { DEPTH_MAX, limitFault } from './text-limits.ts';
import { UnrenderableText } from './unrenderable-text.ts';
import { writeTokens } from './write-tokens.ts';

/** Addresses without a scheme that are taken for links: how much after `www.` is looked at. */
const ADDRESS_LENGTH_MAX = 2_000;

const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: DEPTH_MAX + 1 }); // the writer refuses what lies deeper; the parser would leave it out
parser.validateLink = () => true; // the writer decides; a link that it refuses stays words
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
 * Markdown as HTML that can be put into any page, and as plain text. Raw HTML is text, images are their words, links lead to http, https and mailto only. The parser
 * is synchronous: the main loop calls it through create-text-renderer.ts only, but for the short texts that Candor writes itself. Throws UnrenderableText.
 */
export function renderMarkdown(markdown: string): Rendered {
  const fault = limitFault(markdown);
  if (fault !== null) throw new UnrenderableText(fault);
  return writeTokens(parser.parse(markdown, {}));
}
