import { LIGHT } from './mail-style.ts';

const BLOCK = 'margin:0 0 12px';
const CELL = `padding:4px 8px;border:1px solid ${LIGHT.line};text-align:start`;
/** The styles of the elements that updates contain, because many clients ignore style sheets. */
const STYLES: Record<string, string> = {
  p: BLOCK,
  ul: `${BLOCK};padding-inline-start:22px`,
  ol: `${BLOCK};padding-inline-start:22px`,
  blockquote: `${BLOCK};padding-inline-start:12px;border-inline-start:3px solid ${LIGHT.line}`,
  pre: `${BLOCK};white-space:pre-wrap`,
  table: `${BLOCK};border-collapse:collapse`,
  th: CELL,
  td: CELL,
};
const CLASSES: Record<string, string> = { a: 'link', blockquote: 'line', th: 'line', td: 'line' };
const TAG = new RegExp(`<(${Object.keys(STYLES).join('|')}|a)(?=[ >])`, 'g');

/** Adds inline styles to the HTML of an update. Its texts contain no "<", so that each one begins an element. */
export function styledHtml(html: string, linkColour: string): string {
  return html.replace(TAG, (_, tag: string) => {
    const name = CLASSES[tag];
    return `<${tag}${name === undefined ? '' : ` class="${name}"`} style="${STYLES[tag] ?? `color:${linkColour}`}"`;
  });
}
