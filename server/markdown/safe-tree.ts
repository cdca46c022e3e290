/** The little that is asked of a node, be it of markdown or of HTML. */
export type Node = {
  type: string;
  tagName?: string;
  value?: string;
  alt?: string | null;
  properties?: Record<string, unknown>;
  children?: Node[];
};

const LINK = /^(https?:\/\/|mailto:)/i;
const REL = ['nofollow', 'noopener', 'noreferrer'];

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of node.children ?? []) walk(child, visit);
}

/** Of markdown: tags that were written are text to read, and of an image its words are left. */
export function asText() {
  return (tree: object) =>
    walk(tree as Node, (node) => {
      if (node.type === 'html') node.type = 'text';
      if (node.type === 'image' || node.type === 'imageReference') Object.assign(node, { type: 'text', value: node.alt ?? '' });
    });
}

/** Of HTML: headings become strong lines, so that a text cannot break the outline of a page; links lead out, whole addresses alone. */
export function tamed() {
  return (tree: object) =>
    walk(tree as Node, (node) => {
      if (/^h[1-6]$/.test(node.tagName ?? ''))
        Object.assign(node, { tagName: 'p', children: [{ type: 'element', tagName: 'strong', properties: {}, children: node.children }] });
      if (node.tagName !== 'a') return;
      const href = String(node.properties?.href ?? '');
      if (LINK.test(href)) node.properties = { href, rel: REL };
      else Object.assign(node, { tagName: 'span', properties: {} });
    });
}

const BLOCKS = new Set(['p', 'ul', 'ol', 'pre', 'blockquote', 'table', 'hr']);
const LINES = new Set(['tr', 'br']);
/** What stands between their children is layout, not text. */
const HOLDERS = new Set(['ul', 'ol', 'table', 'thead', 'tbody', 'tr', 'blockquote', undefined]);

/** What a tree says without any mark: blocks apart by a blank line, the address of a link behind its words. */
export function wordsOf(node: Node): string {
  if (node.type === 'text') return node.value ?? '';
  const isHolder = HOLDERS.has(node.tagName);
  const children = (node.children ?? []).filter((child) => !isHolder || child.type !== 'text' || child.value?.trim() !== '');
  const inner = children.map(wordsOf).join('');
  if (node.tagName === 'li') return `- ${inner.trim()}\n`;
  if (node.tagName === 'th' || node.tagName === 'td') return `${inner}\t`;
  if (LINES.has(node.tagName ?? '')) return `${inner.trimEnd()}\n`;
  if (BLOCKS.has(node.tagName ?? '')) return `${inner.trim()}\n\n`;
  if (node.tagName !== 'a') return inner;
  const href = String(node.properties?.href ?? '');
  return href === inner || href === `mailto:${inner}` ? inner : `${inner} (${href})`;
}
