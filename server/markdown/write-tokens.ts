import type { Token } from 'markdown-it';
import { addressOfImage, imageAt } from '#domain/postmortem/images';
import type { Rendered } from '#server/context';
import { DEPTH_MAX, FAULTS, OUTPUT_LENGTH_MAX } from './text-limits.ts';
import { UnrenderableText } from './unrenderable-text.ts';

const LINK = /^(https?:\/\/|mailto:)/i;
const REL = 'nofollow noopener noreferrer';
/** All allowed elements, by the parser's tag. Other elements are dropped, but not their content. Headings become bold lines, to protect the page's outline. */
const ELEMENTS: Record<string, string> = {
  ...Object.fromEntries(
    ['p', 'strong', 'em', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td'].map((tag) => [
      tag,
      tag,
    ]),
  ),
  s: 'del',
  a: 'a',
};
const HEADING = /^h[1-6]$/;
/** Block elements, and those of them whose children are blocks too. */
const BLOCKS = new Set(['p', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
const HOLDERS = new Set(['ul', 'ol', 'blockquote', 'table', 'thead', 'tbody', 'tr']);
const PARAGRAPHS = new Set(['p', 'ul', 'ol', 'blockquote', 'table']);

/** An open element: its closing HTML, and its plain text so far. `next`: number of the next item in an ordered list. */
type Open = { tag: string; end: string; text: string; next: number | null; href: string | null };

/** `hasImages`: whether images that were added to the site are shown; other images are always their alternative text. */
export type WritingOptions = { hasImages: boolean };

/**
 * Writes parsed markdown as HTML and plain text in one pass over its tokens. The HTML contains only the elements above and images of ours, with escaped text
 * between them. Throws UnrenderableText if the result is too long or nested too deep, or an image of ours has no alternative text.
 */
export function writeTokens(tokens: readonly Token[], options: WritingOptions): Rendered {
  const writer = createWriter(options);
  for (const token of tokens) {
    if (token.type !== 'inline') writer.write(token);
    else for (const child of token.children ?? []) writer.write(child);
  }
  return writer.done();
}

function createWriter({ hasImages }: WritingOptions) {
  let html = '';
  const open: Open[] = [{ tag: '', end: '', text: '', next: null, href: null }];
  const top = () => open.at(-1) as Open; // the root is never closed

  function add(markup: string, text: string): void {
    html += markup;
    top().text += text;
    if (html.length > OUTPUT_LENGTH_MAX || top().text.length > OUTPUT_LENGTH_MAX)
      throw new UnrenderableText(FAULTS.output);
  }

  function begin(token: Token): void {
    const element = elementOf(token);
    open.push(element.open);
    if (open.length > DEPTH_MAX) throw new UnrenderableText(FAULTS.nesting);
    add(element.start, '');
  }

  function end({ hidden }: Token): void {
    const closed = open.pop() as Open; // the parser closes what it opened
    add(closed.end, hidden ? `${closed.text}\n` : textOf(closed, top()));
  }

  function write(token: Token): void {
    if (token.nesting > 0) begin(token);
    else if (token.nesting < 0) end(token);
    else if (token.type === 'image') add(hasImages ? imageOf(token) : escapeText(altOf(token)), altOf(token));
    else if (token.type === 'code_inline') add(`<code>${escapeText(token.content)}</code>`, token.content);
    else if (token.tag === 'code')
      add(`<pre><code>${escapeText(token.content)}</code></pre>\n`, `${token.content.trim()}\n\n`);
    else if (token.type === 'softbreak') add('\n', '\n');
    else if (token.type === 'hardbreak') add('<br>\n', '\n');
    else if (token.type === 'hr') add('<hr>\n', '');
    else add(escapeText(token.content), token.content);
  }

  return { write, done: (): Rendered => ({ html: html.trim(), text: top().text.trim() }) };
}

/** Returns the start and end of a token's element. */
function elementOf(token: Token): { start: string; open: Open } {
  const plain = { text: '', next: null, href: null };
  if (token.hidden) return { start: '', open: { ...plain, tag: '', end: '' } };
  if (HEADING.test(token.tag)) return { start: '<p><strong>', open: { ...plain, tag: 'p', end: '</strong></p>\n' } };
  if (token.tag === 'a') return linkOf(token);
  const tag = ELEMENTS[token.tag];
  if (tag === undefined) return { start: '', open: { ...plain, tag: '', end: '' } };
  const first = token.attrGet('start');
  const start = `<${tag}${tag === 'ol' && first !== null ? ` start="${Number(first)}"` : ''}>${HOLDERS.has(tag) ? '\n' : ''}`;
  return {
    start,
    open: {
      ...plain,
      tag,
      end: `</${tag}>${BLOCKS.has(tag) ? '\n' : ''}`,
      next: tag === 'ol' ? Number(first ?? 1) : null,
    },
  };
}

/** Writes a link to an absolute address, or only its text. An autodetected link is its own plain text. */
function linkOf(token: Token): { start: string; open: Open } {
  const href = String(token.attrGet('href') ?? '');
  const isAuto = token.info === 'auto';
  if (!LINK.test(href))
    return { start: '<span>', open: { tag: 'span', end: '</span>', text: '', next: null, href: null } };
  return {
    start: `<a href="${escapeAttribute(href)}" rel="${REL}">`,
    open: { tag: 'a', end: '</a>', text: '', next: null, href: isAuto ? null : href },
  };
}

/** Returns the plain text of an element: blocks separated by a blank line, items with number or dash, links followed by their URL. */
function textOf({ tag, text, href }: Open, parent: Open): string {
  if (tag === 'li') return itemText(text.trim(), parent);
  if (tag === 'th' || tag === 'td') return `${text}\t`;
  if (tag === 'tr') return `${text.trimEnd()}\n`;
  if (PARAGRAPHS.has(tag)) return `${text.trim()}\n\n`;
  return href === null || href === text || href === `mailto:${text}` ? text : `${text} (${href})`;
}

/** Writes a list item, whose further lines are indented below the first. */
function itemText(text: string, list: Open): string {
  const marker = list.next === null ? '- ' : `${list.next++}. `;
  return `${marker}${text.replace(/\n(?=.)/g, `\n${' '.repeat(marker.length)}`)}\n`;
}

/** Writes an image that was added to the site, with its size, so that the page keeps its place; only the text of any other. */
function imageOf(token: Token): string {
  const image = imageAt(String(token.attrGet('src') ?? ''));
  const alt = altOf(token);
  if (!image) return escapeText(alt);
  if (alt.trim() === '') throw new UnrenderableText(FAULTS.alt);
  return `<img src="${addressOfImage(image.name)}" alt="${escapeAttribute(alt)}" width="${image.width}" height="${image.height}" loading="lazy">`;
}

/** Returns the alt text of an image without markup. */
function altOf({ children }: Token): string {
  return (children ?? []).map((child) => (child.type === 'image' ? altOf(child) : child.content)).join('');
}

function escapeText(text: string): string {
  return text.replace(/[&<"]/g, hexOf);
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, hexOf);
}

function hexOf(sign: string): string {
  return `&#x${sign.charCodeAt(0).toString(16).toUpperCase()};`;
}
