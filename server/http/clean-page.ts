import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { AppError } from '#server/errors';

/** The attribute of our own scripts, which are separate files. */
const OWN = 'data-own';
/** What React leaves where content was not ready: the framework's scripts would replace it, and a page without them never shows it. */
const UNRESOLVED = /<template\b|\bhidden="" id="S:|\bhidden id="S:/;

/** React's marks around what may be replaced by a script. Where they are depends on timing, and equal pages must have equal bytes. */
const BOUNDARY = /^\/?\$$/;

/** `inline`: sources for the Content-Security-Policy, one per inline script or style. `assets`: the files of ours that the page names. */
export type CleanPage = { html: string; inline: { scripts: string[]; styles: string[] }; assets: string[] };

function isFrameworkPreload(name: string, { as, rel }: Record<string, string>): boolean {
  return name === 'link' && (as === 'script' || rel === 'modulepreload');
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Removes the framework's scripts, their preloads and marks from a page. Public pages are complete without them, and five times smaller. Errors: internal if
 * part of the page was not rendered.
 */
export function cleanPage(page: string): CleanPage {
  if (UNRESOLVED.test(page)) throw new AppError('internal', 'A page was not rendered completely: it suspends.');
  const cut: { from: number; to: number }[] = [];
  const inline: CleanPage['inline'] = { scripts: [], styles: [] };
  const assets = new Set<string>();
  let open: { name: string; from: number; isRemoved: boolean; text: string } | null = null;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const { startIndex: from, endIndex } = parser;
      if (isFrameworkPreload(name, attributes)) cut.push({ from, to: endIndex + 1 });
      else if (name === 'script' || name === 'style')
        open = { name, from, isRemoved: name === 'script' && !(OWN in attributes), text: '' };
      const source = attributes.src ?? attributes.srcset ?? (name === 'link' ? attributes.href : undefined);
      if (source?.startsWith('/') && !open?.isRemoved && !isFrameworkPreload(name, attributes)) assets.add(source);
    },
    oncomment: (text) => {
      if (BOUNDARY.test(text)) cut.push({ from: parser.startIndex, to: parser.endIndex + 1 });
    },
    ontext: (text) => {
      if (open) open.text += text;
    },
    onclosetag: (name) => {
      if (!open || name !== open.name) return;
      if (open.isRemoved) cut.push({ from: open.from, to: parser.endIndex + 1 });
      else if (open.text !== '') inline[name === 'script' ? 'scripts' : 'styles'].push(hashOf(open.text));
      open = null;
    },
  });
  parser.end(page);
  let html = '';
  let at = 0;
  for (const { from, to } of cut) {
    html += page.slice(at, from);
    at = to;
  }
  return { html: html + page.slice(at), inline, assets: [...assets] };
}
