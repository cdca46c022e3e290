import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { asText, type Node, tamed, wordsOf } from './safe-tree.ts';

/** All that a text may become. Sanitising by this list is the last step. */
const ALLOWED = {
  tagNames: ['p', 'br', 'strong', 'em', 'del', 'a', 'span', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'hr', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  attributes: { a: ['href', 'rel'], ol: ['start'] },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style'],
};

/** A text nested deeper than this is shown as it was written: nobody writes so, and the parsers recurse. */
const NESTING_MAX = 40;
const DEEP = new RegExp(`^[ \\t]*(?:(?:[>*+-]|\\d+[.)])[ \\t]*){${NESTING_MAX},}|[[*_(~\`]{${NESTING_MAX},}`, 'm');

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(asText).use(remarkRehype).use(tamed).use(rehypeSanitize, ALLOWED);
const writer = unified().use(rehypeStringify);

export type Rendered = { html: string; text: string };

/**
 * Markdown as HTML that can be put into any page, and as plain text. Raw HTML is text, images are their words, links lead to http, https and mailto alone.
 */
export function renderMarkdown(markdown: string): Rendered {
  const known = remembered.get(markdown);
  if (known) remembered.delete(markdown); // it becomes the newest below
  const rendered = known ?? render(markdown);
  remembered.set(markdown, rendered);
  if (!known) forgetOldest(sizeOf(markdown, rendered));
  return rendered;
}

/** What was rendered, by its text, the least lately used first: every reader of a page asks for the same texts. */
const remembered = new Map<string, Rendered>();
const REMEMBERED_CHARACTERS_MAX = 8_000_000;
let held = 0;

function sizeOf(markdown: string, { html, text }: Rendered): number {
  return markdown.length + html.length + text.length;
}

function forgetOldest(added: number): void {
  held += added;
  for (const [markdown, rendered] of remembered) {
    if (held <= REMEMBERED_CHARACTERS_MAX) return;
    remembered.delete(markdown);
    held -= sizeOf(markdown, rendered);
  }
}

function render(markdown: string): Rendered {
  if (DEEP.test(markdown)) return { html: `<p>${escapeHtml(markdown)}</p>`, text: markdown };
  const tree = parser.runSync(parser.parse(markdown));
  const text = wordsOf(tree as Node).trim(); // both are trees of HTML
  return { html: writer.stringify(tree), text };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
